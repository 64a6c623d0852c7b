import Testing

@testable import CaptureRelay

@Suite struct VariableNameTests {
    @Test(arguments: [
        ("CAPTURE_INPUT_COLUMN", "CAPTURE_INPUT_COLUMNS"), ("CAPTURE_OUPTUT_COLUMNS", "CAPTURE_OUTPUT_COLUMNS"),
        ("RELAY_BATHC_ROW", "RELAY_BATCH_ROWS"), ("FIDDLER_TOKENS", "FIDDLER_TOKEN"),
        ("OPENSCALE_APIKEY", "OPENSCALE_API_KEY"), ("MONITOR_URI", "MONITOR_URL"),
        ("RELAY_SINk", "RELAY_SINK"),
    ])
    func `A misspelt name is a problem that names the known one`(name: String, known: String) {
        #expect(problems([name: "x"]) == ["\(name): is not a setting; did you mean \(known)?"])
        #expect(
            problems([:], files: ["s.env": "\(name)=x"], file: "s.env")
                == ["\(name): is not a setting (in s.env); did you mean \(known)?"])
    }

    @Test func `Another unknown name with one of our prefixes is warned of and left alone`() throws {
        let names = ["CAPTURE_FOO", "FIDDLER_SOMETHING_ELSE", "MONITOR_X", "OPENSCALE_X", "RELAY_BATCH"]
        let settings = try Settings(environment: Dictionary(uniqueKeysWithValues: names.map { ($0, "x") }))
        #expect(settings.warnings == names.map { "\($0): is not a setting of this version, and was left alone" })
    }

    @Test func `Names of others are left alone without a word`() throws {
        let environment = ["AWS_REGION": "x", "CAPTUR_SHADOW": "relay", "RELAYS": "x", "relay_sink": "http"]
        #expect(try Settings(environment: environment) == Settings())
    }

    @Test func `A name in the file that nearly begins like ours is warned of`() throws {
        let read = reading(["s.env": "CAPTUR_SHADOW=relay\nAWS_REGION=x\nOTHER=x\n"])
        let settings = try Settings(environment: [:], environmentFile: "s.env", readFile: read)
        #expect(
            settings.warnings == [
                "CAPTUR_SHADOW: is not a setting (in s.env), and was left alone; did you mean CAPTURE_SHADOW?"
            ])
    }
}
