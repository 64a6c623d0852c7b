import Foundation
import JSON
import Testing

/// What is said when something fails.
@Suite struct ProgramWordsTests {
    private static func event(keys: [String]) -> Data {
        let records = keys.map { #"{"s3":{"bucket":{"name":"bkt"},"object":{"key":"\#($0)"}}}"# }
        return Data(#"{"Records":[\#(records.joined(separator: ","))]}"#.utf8)
    }

    private static func errors(_ ending: Ending) -> [String] {
        ending.messages.split(separator: "\n").map(String.init).filter { $0.hasPrefix("error: ") }
    }

    @Test func `A message names the object once`() async throws {
        try await withFolder { folder in
            _ = try "\u{1F}\u{8B}".write(as: "bkt/unused", in: folder)
            try Data([0x1F, 0x8B, 0x08, 0x00]).write(to: folder.appending(path: "bkt/broken"))
            _ = try "[".write(as: "bkt/open", in: folder)
            let keys = ["missing", "broken", "open", "a/../b"]
            let arguments = ["replay", "--objects", folder.path, "-"]
            let ending = try await Program.run(arguments, input: Self.event(keys: keys))
            #expect(ending.code == 4)
            let errors = Self.errors(ending)
            #expect(errors.count == keys.count)
            for key in keys {
                let lines = errors.filter { $0.contains("s3://bkt/\(key)") }
                #expect(lines.count == 1, "\(errors)")
                #expect(lines.first?.components(separatedBy: "s3://bkt/\(key)").count == 2, "\(lines)")
            }
        }
    }

    @Test func `A source that cannot be read is named once`() async throws {
        try await withFolder { folder in
            let broken = folder.appending(path: "broken.gz")
            try Data([0x1F, 0x8B, 0x08, 0x00]).write(to: broken)
            for source in [broken.path, folder.path, folder.appending(path: "none").path] {
                let ending = try await Program.run(["replay", source])
                #expect(ending.code == 4)
                let errors = Self.errors(ending)
                #expect(errors.count == 1)
                #expect(errors.first?.components(separatedBy: source).count == 2, "\(errors)")
            }
        }
    }

    @Test(arguments: ["evnt.json", "./evnt.json", "/no/such/event.json", "event.json/x"])
    func `A mistyped source is told to be checked`(source: String) async throws {
        try await withFolder { folder in
            _ = try "{}".write(as: "event.json", in: folder)
            let ending = try await Program.run(["replay", source], in: folder)
            #expect(ending.code == 4)
            #expect(ending.messages.contains("\(source) cannot be read: "))
            #expect(ending.messages.contains("check its name"))
        }
    }

    @Test(arguments: [(99, 99), (100, 101), (250, 101)])
    func `A hundred failures are told and the others counted`(failures: Int, told: Int) async throws {
        try await withFolder { folder in
            let summary = folder.appending(path: "summary.json")
            let arguments = ["replay", "--objects", folder.path, "--summary", summary.path, "-"]
            let keys = (0..<failures).map { "k\($0)" }
            let ending = try await Program.run(arguments, input: Self.event(keys: keys))
            #expect(ending.code == 4)
            let errors = Self.errors(ending)
            #expect(errors.count == told)
            #expect(errors.filter { $0.contains("s3://bkt/k") }.count == min(failures, 100))
            #expect(errors.last?.contains("counted in the summary") == (failures >= 100))
            let text = try String(contentsOf: summary, encoding: .utf8)
            #expect(try JSONValue(parsing: text)["failed"] == .number("\(failures)"))
        }
    }

    @Test(arguments: [
        ("/no/such/folder/rows.jsonl", "No such file or directory"), ("/dev/null/rows.jsonl", "Not a directory"),
        ("/sys/rows.jsonl", "Permission denied"),
    ])
    func `A new file for rows that cannot be made tells the real reason`(path: String, reason: String) async throws {
        let input = Data(Capture.file(lines: 1).utf8)
        let environment = Capture.settings.merging(["RELAY_FILE": path]) { $1 }
        let ending = try await Program.run(["replay", "-"], environment, input: input)
        #expect(ending.code == 4)
        // Where that is mounted for reading only, that is the reason.
        let isReason = ending.messages.contains(reason) || ending.messages.contains("Read-only file system")
        #expect(isReason, "\(ending.messages)")
        #expect(ending.messages.contains("\(path): "))
        #expect(ending.messages.contains("Check RELAY_FILE"))
    }

    @Test func `A new file for rows in a folder that may not be written to tells that`() async throws {
        try await withFolder { folder in
            let closed = folder.appending(path: "closed")
            let manager = FileManager.default
            try manager.createDirectory(at: closed, withIntermediateDirectories: true)
            try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: closed.path)
            let environment = Capture.settings.merging(["RELAY_FILE": "\(closed.path)/rows.jsonl"]) { $1 }
            let input = Data(Capture.file(lines: 1).utf8)
            let ending = try await Program.run(["replay", "-"], environment, input: input)
            // The superuser may write everywhere.
            guard getuid() != 0 else { return #expect(ending.code == 0) }
            #expect(ending.code == 4)
            #expect(ending.messages.contains("rows.jsonl: Permission denied"))
        }
    }

    @Test(arguments: [
        ("RELAY_BATCH_BYTES", "9223372036854775807"), ("RELAY_BATCH_BYTES", "8000000000GiB"),
        ("RELAY_BATCH_BYTES", "9000000000GiB"), ("RELAY_BATCH_BYTES", "9223372036854775808"),
        ("RELAY_LINE_LIMIT", "9223372036854775807"), ("RELAY_LINE_LIMIT", "8000000000GiB"),
        ("RELAY_BATCH_ROWS", "9223372036854775808"), ("RELAY_INFLATE_LIMIT", "9223372036854775807"),
    ])
    func `A size beyond all bounds is refused in words`(name: String, value: String) async throws {
        let environment = Capture.settings.merging([name: value]) { $1 }
        let ending = try await Program.run(["replay", "-"], environment, input: Data(Capture.file(lines: 1).utf8))
        #expect(!ending.diedOfSignal)
        #expect(ending.code == 2)
        #expect(ending.output.isEmpty)
        #expect(ending.messages.hasPrefix("error: \(name): '\(value)' is "), "\(ending.messages)")
    }

    @Test(arguments: [
        ("RELAY_BATCH_ROWS", "9223372036854775807"), ("RELAY_BATCH_BYTES", "1GiB"), ("RELAY_LINE_LIMIT", "1GiB"),
        ("RELAY_INFLATE_LIMIT", "1048576GiB"),
    ])
    func `A count or a size as large as can be is fine`(name: String, value: String) async throws {
        let environment = Capture.settings.merging([name: value]) { $1 }
        let ending = try await Program.run(["replay", "-"], environment, input: Data(Capture.file(lines: 1).utf8))
        #expect(ending.code == 0)
        #expect(ending.lines.count == 1)
    }
}
