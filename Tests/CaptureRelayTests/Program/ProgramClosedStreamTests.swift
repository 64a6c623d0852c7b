import Foundation
import JSON
import Testing

/// What belongs on a stream that is closed goes nowhere else.
@Suite struct ProgramClosedStreamTests {
    private static let captures = Capture.file(lines: 5) + "no JSON\n" + Capture.file(lines: 5) + "nor this\n"

    @Test func `With standard output closed, no rows are among the quarantined lines`() async throws {
        try await withFolder { folder in
            let source = try Self.captures.write(as: "captures.jsonl", in: folder)
            let store = folder.appending(path: "quarantine")
            let environment = Capture.settings.merging([
                "RELAY_QUARANTINE_URL": "file://\(store.path)", "RELAY_BATCH_ROWS": "1",
            ]) { $1 }
            let ending = try await Program.run(["replay", source], environment, redirection: ">&-")
            #expect(ending.code == 4)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: store.path)) ?? []
            for name in names {
                let text = try String(contentsOf: store.appending(path: name), encoding: .utf8)
                for line in text.split(separator: "\n") {
                    #expect(try JSONValue(parsing: String(line))["captureRelay"] == .string("quarantine/1"))
                }
            }
        }
    }

    @Test(arguments: ["2>&-", "2>&- <&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func `With standard error closed, no messages are among the rows`(redirection: String) async throws {
        try await withFolder { folder in
            let source = try Self.captures.write(as: "captures.jsonl", in: folder)
            let rows = folder.appending(path: "rows.jsonl")
            let environment = Capture.settings.merging(["RELAY_FILE": rows.path, "RELAY_LOG_LEVEL": "debug"]) { $1 }
            let ending = try await Program.run(["replay", source], environment, redirection: redirection)
            #expect(ending.code == 3)
            #expect(ending.output.isEmpty && ending.messages.isEmpty)
            let lines = try String(contentsOf: rows, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 10)
            #expect(lines.allSatisfy { $0.hasPrefix(#"{"age":"34","#) })
        }
    }

    @Test func `With standard input closed, a source from it cannot be read`() async throws {
        let ending = try await Program.run(["replay", "-"], Capture.settings, redirection: "<&-")
        #expect(ending.code == 4)
        #expect(ending.output.isEmpty)
        #expect(ending.messages.contains("standard input"))
    }
}
