import Foundation
import Testing

@Suite struct ProgramSettingsTests {
    private static let secret = "hunter2"

    private func replay(_ environment: [String: String], _ flags: [String] = []) async throws -> Ending {
        let input = Data(Capture.file(lines: 1).utf8)
        return try await Program.run(["replay"] + flags + ["-"], environment, input: input)
    }

    @Test func `All problems are told at once, each with its variable`() async throws {
        let ending = try await replay([
            "RELAY_BATCH_ROWS": "x", "RELAY_LINE_LIMIT": "y", "CAPTURE_SHADOW": "z", "CAPTURE_INPUT_COLUMN": "a",
            "CAPTURE_OUTPUT_COLUMNS": "a,,b",
        ])
        #expect(ending.code == 2)
        for name in ["RELAY_BATCH_ROWS: ", "RELAY_LINE_LIMIT: ", "CAPTURE_SHADOW: ", "CAPTURE_OUTPUT_COLUMNS: "] {
            #expect(ending.messages.contains("error: \(name)"))
        }
        #expect(ending.messages.contains("CAPTURE_INPUT_COLUMN: is not a setting; did you mean CAPTURE_INPUT_COLUMNS?"))
        #expect(ending.output.isEmpty)
    }

    @Test(arguments: ["FIDDLER_TOKEN", "OPENSCALE_API_KEY", "OPENSCALE_PASSWORD", "MONITOR_TOKEN", "MONITOR_HEADERS"])
    func `A secret is never shown`(name: String) async throws {
        for sink in [["RELAY_SINK": "file"], [:], ["RELAY_BATCH_ROWS": "0"], ["\(name)_ARN": Self.secret]] {
            let environment = sink.merging([name: Self.secret, "\(name)S": Self.secret]) { $1 }
            let ending = try await replay(environment)
            #expect(!ending.messages.contains(Self.secret) && !ending.output.contains(Self.secret))
        }
    }

    @Test(arguments: ["FIDDLER_URL", "OPENSCALE_URL", "MONITOR_URL", "RELAY_STATE_URL", "RELAY_QUARANTINE_URL"])
    func `The user and query parts of a URL are never shown`(name: String) async throws {
        let ending = try await replay([name: "https://hunter2:hunter2@example.com/?key=hunter2"])
        #expect(ending.code == 2)
        #expect(ending.messages.contains("RELAY_SINK: ") || ending.messages.contains("\(name): "))
        #expect(!ending.messages.contains(Self.secret))
    }

    @Test(arguments: [
        ("fiddler", ["FIDDLER_URL", "FIDDLER_TOKEN", "FIDDLER_MODEL_UUID"]), ("http", ["MONITOR_URL"]),
        ("openscale", ["OPENSCALE_URL", "OPENSCALE_API_KEY", "OPENSCALE_DATA_SET_ID"]),
    ])
    func `What a sink lacks is told before anything is read`(sink: String, names: [String]) async throws {
        let ending = try await replay(["RELAY_SINK": sink])
        #expect(ending.code == 2)
        for name in names + ["CAPTURE_INPUT_COLUMNS"] {
            #expect(ending.messages.contains("error: \(name): is not set"))
        }
        #expect(ending.output.isEmpty)
    }

    @Test func `A file of settings fills in what the environment leaves out, and a flag wins over a variable`()
        async throws
    {
        try await withFolder { folder in
            let named = try "CAPTURE_INPUT_COLUMNS=x,y\nCAPTURE_OUTPUT_COLUMNS='z'\n".write(as: "a", in: folder)
            let other = try "CAPTURE_INPUT_COLUMNS=p,q\n".write(as: "b", in: folder)
            let both = try await replay(["RELAY_ENV_FILE": named, "CAPTURE_OUTPUT_COLUMNS": "s"])
            #expect(both.lines == [#"{"x":"34","y":"basic","s":"0.34"}"#])
            let environment = ["RELAY_ENV_FILE": named, "CAPTURE_OUTPUT_COLUMNS": "s"]
            #expect(
                try await replay(environment, ["--env-file", other]).lines == [#"{"p":"34","q":"basic","s":"0.34"}"#])
        }
    }

    @Test func `A list of columns comes from a file`() async throws {
        try await withFolder { folder in
            let list = try "age,\"plan, or tariff\"\n".write(as: "columns", in: folder)
            let ending = try await replay(["CAPTURE_INPUT_COLUMNS": "@\(list)", "CAPTURE_OUTPUT_COLUMNS": "score"])
            #expect(ending.lines == [#"{"age":"34","plan, or tariff":"basic","score":"0.34"}"#])
            let missing = try await replay(["CAPTURE_INPUT_COLUMNS": "@\(list).missing"])
            #expect(missing.code == 2)
            #expect(missing.messages.contains("\(list).missing"))
        }
    }

    @Test func `Without columns, rows are named by position`() async throws {
        #expect(try await replay([:]).lines == [#"{"f0":"34","f1":"basic","p0":"0.34"}"#])
    }
}
