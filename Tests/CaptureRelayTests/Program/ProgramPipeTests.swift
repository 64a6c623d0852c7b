import Foundation
import JSON
import Testing

/// Sources that have no name of their own.
@Suite struct ProgramPipeTests {
    private static let event = #"{"Records":[{"s3":{"bucket":{"name":"bkt"},"object":{"key":"a.jsonl"}}}]}"#

    @Test(arguments: [
        "relay <(cat event.json)", "cat event.json | relay -", "cat event.json | relay /dev/stdin",
        "mkfifo pipe; cat event.json > pipe & relay pipe", "relay - < event.json",
        "mkdir sub; mv event.json sub; relay <(cat sub/event.json)",
    ])
    func `An event through a pipe finds its objects in the current folder`(script: String) async throws {
        try await withFolder { folder in
            _ = try Self.event.write(as: "event.json", in: folder)
            _ = try Capture.file(lines: 2).write(as: "objects/bkt/a.jsonl", in: folder)
            let ending = try await Program.run(script: script, Capture.settings, in: folder)
            #expect(ending.code == 0, "\(ending.messages)")
            #expect(try ending.column("id") == ["a0", "a1"])
        }
    }

    private func quarantine(_ scripts: [String], in folder: URL) async throws -> [String] {
        let store = folder.appending(path: "quarantine")
        let environment = Capture.settings.merging(["RELAY_QUARANTINE_URL": "file://\(store.path)"]) { $1 }
        for script in scripts {
            let ending = try await Program.run(script: script, environment, in: folder)
            #expect(ending.code == 3, "\(ending.messages)")
        }
        return try FileManager.default.contentsOfDirectory(atPath: store.path).filter { !$0.hasPrefix(".") }.map {
            name in
            let text = try String(contentsOf: store.appending(path: name), encoding: .utf8)
            return try JSONValue(parsing: text)["data"]?.string ?? ""
        }.sorted()
    }

    @Test(arguments: [
        ["relay - < one", "relay - < two"], ["cat one | relay -", "cat two | relay -"],
        ["relay <(cat one)", "relay <(cat two)"], ["relay <(cat one) <(cat two)"],
        ["cat one | relay /dev/stdin", "cat two | relay /dev/stdin"],
        ["mkfifo pipe; cat one > pipe & relay pipe", "cat two > pipe & relay pipe"],
    ])
    func `Different inputs without a name keep quarantine files of their own`(scripts: [String]) async throws {
        try await withFolder { folder in
            _ = try "first bad line\n".write(as: "one", in: folder)
            _ = try "other bad line\n".write(as: "two", in: folder)
            #expect(try await quarantine(scripts, in: folder) == ["first bad line", "other bad line"])
        }
    }

    @Test func `The same file through standard input again overwrites its quarantine`() async throws {
        try await withFolder { folder in
            _ = try "first bad line\n".write(as: "one", in: folder)
            #expect(try await quarantine(["relay - < one", "relay - < one"], in: folder) == ["first bad line"])
        }
    }
}
