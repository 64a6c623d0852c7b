import Testing

@testable import CaptureRelay

@Suite struct SinkSettingsTests {
    @Test(arguments: ["fiddler", "openscale", "http"])
    func `A sink that is not built is refused in words`(name: String) {
        #expect(
            problems(["RELAY_SINK": name]) == [
                """
                RELAY_SINK: the \(name) sink is not built in this version; set RELAY_SINK=file to write the rows to a \
                file
                """
            ])
    }

    @Test(arguments: [
        ("FIDDLER_URL", "fiddler"), ("FIDDLER_TOKEN", "fiddler"), ("FIDDLER_TOKEN_ARN", "fiddler"),
        ("FIDDLER_MODEL_UUID", "fiddler"), ("AWS_PARTNER_APP_AUTH", "fiddler"), ("AWS_PARTNER_APP_ARN", "fiddler"),
        ("AWS_PARTNER_APP_URL", "fiddler"), ("OPENSCALE_URL", "openscale"), ("OPENSCALE_DATA_SET_ID", "openscale"),
        ("MONITOR_URL", "http"), ("MONITOR_HEADERS", "http"),
    ])
    func `The sink whose settings are there is chosen, and refused until it is built`(name: String, sink: String) {
        #expect(
            problems([name: "x"]) == [
                """
                RELAY_SINK: the \(sink) sink is not built in this version (chosen since \(name) is set); set \
                RELAY_SINK=file to write the rows to a file
                """
            ])
    }

    @Test(arguments: [
        ["FIDDLER_URL": "x", "OPENSCALE_URL": "y"], ["MONITOR_URL": "x", "RELAY_FILE": "y"],
    ])
    func `Settings of two sinks need a choice`(environment: [String: String]) throws {
        let found = problems(environment)
        #expect(found.count == 1)
        let problem = try #require(found.first)
        #expect(problem.hasPrefix("RELAY_SINK: is not set, and there are settings of several sinks"))
        for name in environment.keys { #expect(problem.contains(name)) }
    }

    @Test func `With the file sink chosen, the settings of others are unused`() throws {
        var environment = ["RELAY_SINK": "file", "RELAY_FILE": "rows.jsonl"]
        for variable in Variable.allCases {
            if let sink = variable.ownSink, sink != .file { environment[variable.name] = "x" }
        }
        let settings = try Settings(environment: environment)
        #expect(settings.sink == .file(path: "rows.jsonl"))
        #expect(settings.warnings == [])
    }

    @Test func `Names of columns and a CA bundle choose no sink`() throws {
        let environment = [
            "FIDDLER_MODEL_COLUMNS": "age", "FIDDLER_MODEL_OUTPUT_COLUMN": "score", "FIDDLER_TIMESTAMP_COLUMN": "at",
            "MONITOR_CA_BUNDLE": "/ca.pem",
        ]
        #expect(try Settings(environment: environment).sink == .file(path: "-"))
    }

    @Test func `A mistyped sink names the nearest`() {
        #expect(
            problems(["RELAY_SINK": "fidler"]) == [
                """
                RELAY_SINK: 'fidler' is not one of its words; it takes fiddler, openscale, http or file; \
                did you mean 'fiddler'?
                """
            ])
    }

    @Test(arguments: Variable.allCases.filter { !$0.isBuilt && $0.ownSink == nil && $0 != .monitorCABundle })
    func `A setting that is not built is refused in words, unless it asks for what is done anyway`(variable: Variable) {
        #expect(
            problems([variable.name: variable.example])
                == ["\(variable.name): is not built in this version; leave it unset"])
        #expect(
            variable.defaultText.contains(" ") || variable.defaultText == "unset"
                || problems([variable.name: variable.defaultText]).isEmpty)
    }

    @Test(arguments: ["", "fiddler", "openscale", "http", "file", "secretsink"])
    func `No message shows a secret or a URL`(sink: String) {
        let secret = "hidden-7391"
        for variable in Variable.allCases where !variable.isShown {
            for value in [secret, "https://\(secret)@host/?\(secret)", "file://\(secret)", "'\(secret)", "@\(secret)"] {
                let environment = [variable.name: value, "RELAY_SINK": sink, "RELAY_FILE": "x"]
                #expect(!messages(environment).joined().contains(secret))
                let line = "\(variable.name)=\(value) # x\n\(variable.name)X=\(value)\n\(variable.name) \(value)\n"
                #expect(!messages([:], files: ["s.env": line], file: "s.env").joined().contains(secret))
                #expect(!messages(["\(variable.name)X": value]).joined().contains(secret))
            }
        }
    }
}
