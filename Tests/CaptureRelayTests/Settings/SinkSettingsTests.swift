import Testing

@testable import CaptureRelay

@Suite struct SinkSettingsTests {
    @Test(arguments: [
        ("FIDDLER_URL", "fiddler"), ("FIDDLER_TOKEN", "fiddler"), ("FIDDLER_TOKEN_ARN", "fiddler"),
        ("FIDDLER_MODEL_UUID", "fiddler"), ("MONITOR_URL", "http"), ("MONITOR_HEADERS", "http"),
        ("MONITOR_FORMAT", "http"), ("OPENSCALE_URL", "openscale"), ("OPENSCALE_DATA_SET_ID", "openscale"),
    ])
    func `The sink whose settings are there is chosen, and what it lacks is named`(name: String, sink: String) {
        let found = problems([name: "x"])
        #expect(found == problems([name: "x", "RELAY_SINK": sink]))
        #expect(found.contains { $0.contains("the \(sink) sink") })
        #expect(!found.contains { $0.hasPrefix("RELAY_SINK: ") })
    }

    @Test func `A sink that is chosen by its settings need not be named`() throws {
        for (environment, name) in [
            (MonitorSettings.fiddler, "fiddler"), (MonitorSettings.endpoint, "http"),
            (MonitorSettings.openscale, "openscale"), (MonitorSettings.openscaleV1, "openscale"),
        ] {
            let settings = try Settings(environment: environment, requiresSink: true)
            #expect(try settings == Settings(environment: environment.with(["RELAY_SINK": name])))
            #expect(settings.sink != .file(path: "-"))
        }
    }

    @Test func `In Lambda a notebook's variables are no settings of a sink`() {
        let notebook = MonitorSettings.partnerApp.filter { $0.key.hasPrefix("AWS_") }
        do throws(SettingsError) {
            _ = try Settings(environment: notebook, requiresSink: true)
            Issue.record("it was accepted")
        } catch {
            #expect(error.problems.map(\.name) == ["RELAY_SINK"])
        }
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

    @Test(arguments: [
        [:], MonitorSettings.fiddler, MonitorSettings.partnerApp, MonitorSettings.endpoint, MonitorSettings.openscale,
        MonitorSettings.openscaleV1,
    ])
    func `No message shows a secret or a URL`(settings: [String: String]) throws {
        let secret = "hidden-7391"
        let values = [
            secret, "https://\(secret)@host/?\(secret)", "https://host/\(secret)", "https://host/#\(secret)",
            "http://host/?\(secret)", "file://\(secret)", "s3://bucket//\(secret)", "'\(secret)", "@\(secret)",
            " \(secret) ", "Bearer \(secret)", "arn:aws:s3:::\(secret)", #"{"X \#(secret)":"a"}"#,
            #"{"\#(secret)":"\#(secret)\n"}"#, #"{"Host":"\#(secret)"}"#, "\(secret)\n\(secret)",
        ]
        let hidden =
            Variable.allCases.filter { !$0.isShown } + [
                .fiddlerModelUUID, .partnerAppARN, .fiddlerTokenARN, .openscaleDataSetID, .openscaleInstanceID,
                .openscaleAPIKeyARN,
            ]
        for variable in hidden {
            for value in values {
                let environment = settings.with([variable.name: value])
                for sink in ["", "fiddler", "openscale", "http", "file", "secretsink"] {
                    #expect(!messages(environment.with(["RELAY_SINK": sink])).joined().contains(secret))
                }
                let line = "\(variable.name)=\(value) # x\n\(variable.name)X=\(value)\n\(variable.name) \(value)\n"
                #expect(!messages(settings, files: ["s.env": line], file: "s.env").joined().contains(secret))
                #expect(!messages(settings.with(["\(variable.name)X": value])).joined().contains(secret))
            }
        }
        for variable in hidden where variable.isSecret {
            let identity = try? Settings(environment: settings.with([variable.name: secret])).identity
            #expect(identity?.contains(secret) != true)
        }
    }
}
