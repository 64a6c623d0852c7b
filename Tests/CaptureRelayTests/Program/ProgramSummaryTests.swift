import Foundation
import JSON
import Testing

@Suite struct ProgramSummaryTests {
    private static let counts = [
        "lines", "blank", "ignored", "quarantined", "delivered", "resumed", "undelivered", "rows", "accepted",
        "rejected", "undeliveredRows", "batches", "retries", "bytes",
    ]

    private func summary(of input: String, sources: [String] = ["-"], in folder: URL) async throws -> JSONValue {
        let path = folder.appending(path: "summary.json").path
        let arguments = ["replay", "--summary", path] + sources
        _ = try await Program.run(arguments, Capture.settings, input: Data(input.utf8))
        return try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
    }

    private func number(_ name: String, _ json: JSONValue) throws -> Int {
        guard case .number(let text) = json[name] else { throw TornRow() }
        return try #require(Int(text))
    }

    @Test func `The summary has the promised keys in order`() async throws {
        try await withFolder { folder in
            let told = try await summary(of: Capture.file(lines: 1), in: folder)
            let keys = try #require(told.members).map(\.key)
            #expect(keys == ["objects", "skipped", "failed"] + Self.counts + ["lagSeconds", "objectsDetail"])
            #expect(told["lagSeconds"]?.members?.map(\.key) == ["p50", "p99"])
            let detail = try #require(told["objectsDetail"]?.elements?.first?.members)
            #expect(detail.map(\.key) == ["uri", "outcome", "reason"] + Self.counts)
        }
    }

    @Test func `Every line and every row is accounted for`() async throws {
        try await withFolder { folder in
            let two = Capture.line("b", ages: ["1", "2"])
            let label = #"{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":"g"}}"#
            let input = [Capture.line("a"), "", two, "no JSON", label, "\r"].joined(separator: "\n")
            let told = try await summary(of: input, sources: ["-", "/no/such"], in: folder)
            let expected = [
                "objects": 2, "skipped": 0, "failed": 1, "lines": 6, "blank": 2, "ignored": 1, "quarantined": 1,
                "delivered": 2, "resumed": 0, "undelivered": 0, "rows": 3, "accepted": 3, "rejected": 0,
                "undeliveredRows": 0, "batches": 1, "retries": 0, "bytes": input.utf8.count,
            ]
            for (name, count) in expected { #expect(try number(name, told) == count, "\(name)") }
            let outcomes = told["objectsDetail"]?.elements?.map { $0["outcome"]?.string }
            #expect(outcomes == ["delivered", "failed"])
        }
    }

    @Test func `The summary replaces an older one and says nothing on standard output`() async throws {
        try await withFolder { folder in
            let path = try String(repeating: "x", count: 100_000).write(as: "summary.json", in: folder)
            let event = Program.events.appending(path: "test-event.json").path
            let ending = try await Program.run(["replay", "--summary", path, event])
            #expect(ending.code == 0 && ending.output.isEmpty)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(try JSONValue(parsing: text)["skipped"] == .number("1"))
            #expect(text.hasSuffix("]}\n"))
        }
    }

    @Test func `A summary that cannot be written ends with 4, though the rows are there`() async throws {
        let input = Data(Capture.file(lines: 1).utf8)
        let ending = try await Program.run(["replay", "--summary", "/dev/full", "-"], Capture.settings, input: input)
        #expect(ending.code == 4)
        #expect(try ending.column("id") == ["a0"])
        #expect(ending.messages.contains("the summary could not be written to /dev/full: No space left on device"))
    }
}
