import Foundation
import JSON
import Testing

@Suite struct ProgramQuarantineTests {
    /// Replays captures with a quarantine in a folder, and tells the files that are in there afterwards.
    private func quarantine(_ input: String, in folder: URL, _ settings: [String: String]) async throws -> [URL] {
        let store = folder.appending(path: "quarantine")
        let source = try input.write(as: "captures.jsonl", in: folder)
        let environment = settings.merging(["RELAY_QUARANTINE_URL": "file://\(store.path)"]) { $1 }
        let ending = try await Program.run(["replay", source], environment)
        #expect(ending.code == 3, "\(ending.messages)")
        return try FileManager.default.contentsOfDirectory(
            at: store, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    }

    @Test func `A quarantined line is kept whole with its place and the reason`() async throws {
        try await withFolder { folder in
            let good = Capture.line("a")
            let files = try await quarantine("\(good)\n{\"bad\": \"\\u0000é\"}\n", in: folder, Capture.settings)
            #expect(files.count == 1)
            let record = try JSONValue(parsing: String(contentsOf: #require(files.first), encoding: .utf8))
            #expect(
                record.members?.map(\.key) == [
                    "captureRelay", "uri", "versionId", "etag", "line", "offset", "length", "reason", "detail",
                    "time", "data",
                ])
            #expect(record["captureRelay"] == .string("quarantine/1"))
            #expect(record["uri"] == .string("file://\(folder.path)/captures.jsonl"))
            #expect(record["line"] == .number("2"))
            #expect(record["offset"] == .number("\(good.utf8.count + 1)"))
            #expect(record["data"] == .string(#"{"bad": "\u0000é"}"#))
        }
    }

    @Test func `Replaying with mended settings delivers exactly the missing rows, under the same ids`() async throws {
        try await withFolder { folder in
            let input = [
                Capture.line("a"), Capture.line("b", ages: ["1", "x"]), Capture.line("c"),
                Capture.line("", ages: ["y"]).replacing(#""eventId":"""#, with: #""other":"""#),
            ].joined(separator: "\n")
            let whole = try await Program.run(
                ["replay", input.write(as: "captures.jsonl", in: folder)], Capture.settings)
            let strict = Capture.settings.merging(["CAPTURE_COLUMN_TYPES": "age:int"]) { $1 }
            let files = try await quarantine(input, in: folder, strict)
            let again = try await Program.run(["replay", #require(files.first).path], Capture.settings)
            #expect(again.code == 0)
            #expect(again.lines == whole.lines.filter { !$0.contains(#""id":"a""#) && !$0.contains(#""id":"c""#) })
            #expect(again.lines.count == 3)
        }
    }

    @Test(arguments: [([1], ["7-1"]), ([0, 2], ["7-0", "7-2"])])
    func `A record that names rows sends only those`(rows: [Int], ids: [String]) async throws {
        let data = Capture.line("7", ages: ["1", "2", "3"]).replacing(#"\"#, with: #"\\"#)
            .replacing(#"""#, with: #"\""#)
        let record =
            #"{"captureRelay":"quarantine/1","uri":"s3://b/k","line":3,"offset":9,"rows":\#(rows),"data":"\#(data)"}"#
        let ending = try await Program.run(["replay", "-"], Capture.settings, input: Data(record.utf8))
        #expect(ending.code == 0)
        #expect(try ending.column("id") == ids)
    }

    @Test func `A record in base64 is read`() async throws {
        let data = Data(Capture.line("7").utf8).base64EncodedString()
        let record = #"{"captureRelay":"quarantine/1","uri":"s3://b/k","line":3,"offset":9,"base64":"\#(data)"}"#
        let ending = try await Program.run(["replay", "-"], Capture.settings, input: Data(record.utf8))
        #expect(try ending.column("id") == ["7"])
    }

    @Test func `A dry run writes neither rows to a file nor a quarantine`() async throws {
        try await withFolder { folder in
            let (rows, store) = (folder.appending(path: "rows.jsonl"), folder.appending(path: "quarantine"))
            let environment = Capture.settings.merging([
                "RELAY_FILE": rows.path, "RELAY_QUARANTINE_URL": "file://\(store.path)",
            ]) { $1 }
            let input = Data((Capture.line("a") + "\nno JSON\n").utf8)
            let ending = try await Program.run(["replay", "--dry-run", "-"], environment, input: input, in: folder)
            #expect(ending.code == 3)
            #expect(try ending.column("id") == ["a"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test func `A second run overwrites the quarantine of the first`() async throws {
        try await withFolder { folder in
            let first = try await quarantine("no JSON\nnor this\n", in: folder, Capture.settings)
            let second = try await quarantine("no JSON\n", in: folder, Capture.settings)
            #expect(first == second)
            let text = try String(contentsOf: #require(second.first), encoding: .utf8)
            #expect(text.split(separator: "\n").count == 1)
        }
    }
}
