import Foundation
import Testing

/// No file is written over that is in use.
@Suite struct ProgramOverwritingTests {
    private static let captures = Capture.file(lines: 2)

    /// Replays in a folder that holds captures and another name for them, and expects to be refused with nothing done.
    private func expectRefusal(_ script: String, _ settings: [String: String] = [:]) async throws {
        try await withFolder { folder in
            let source = try Self.captures.write(as: "captures.jsonl", in: folder)
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: source)
            try manager.linkItem(atPath: source, toPath: "\(folder.path)/hard")
            _ = try "{}\n".write(as: "other", in: folder)
            let before = try manager.contentsOfDirectory(atPath: folder.path).sorted()
            let environment = Capture.settings.merging(settings) { $1 }
            let ending = try await Program.run(script: script, environment, in: folder)
            #expect(ending.code == 2)
            #expect(ending.output.isEmpty)
            #expect(ending.messages.contains("would be written over while it is in use"), "\(ending.messages)")
            #expect(try String(contentsOfFile: source, encoding: .utf8) == Self.captures)
            #expect(try String(contentsOfFile: "\(folder.path)/other", encoding: .utf8) == "{}\n")
            #expect(try manager.contentsOfDirectory(atPath: folder.path).sorted() == before)
        }
    }

    @Test(arguments: ["captures.jsonl", "./captures.jsonl", "link", "hard", "../$(basename \"$PWD\")/link"])
    func `A summary in place of a source is refused`(name: String) async throws {
        try await expectRefusal("relay --summary \(name) captures.jsonl")
        try await expectRefusal("relay --summary \(name) - < captures.jsonl")
        try await expectRefusal("relay --summary \(name) other captures.jsonl")
    }

    @Test(arguments: ["captures.jsonl", "./captures.jsonl", "link", "hard"])
    func `Rows behind a source are refused`(name: String) async throws {
        try await expectRefusal("relay captures.jsonl", ["RELAY_FILE": name])
        try await expectRefusal("relay - < captures.jsonl", ["RELAY_FILE": name])
    }

    @Test(arguments: ["captures.jsonl", "link", "hard"])
    func `Standard output that is a source is refused`(name: String) async throws {
        try await expectRefusal("relay captures.jsonl >> \(name)")
        try await expectRefusal("relay - < captures.jsonl >> \(name)")
        try await expectRefusal("relay --dry-run captures.jsonl >> \(name)", ["RELAY_FILE": "elsewhere"])
    }

    @Test func `One file for rows and summary is refused`() async throws {
        try await expectRefusal("relay --summary other captures.jsonl", ["RELAY_FILE": "other"])
        try await expectRefusal("relay --summary other captures.jsonl", ["RELAY_FILE": "./other"])
        try await expectRefusal("relay --summary other captures.jsonl >> other")
    }

    @Test(arguments: ["new", "./new", "$PWD/new"])
    func `One new file for rows and summary is refused`(name: String) async throws {
        try await expectRefusal("RELAY_FILE=\(name) relay --summary new captures.jsonl")
    }

    @Test func `A dry run does not write the file of rows`() async throws {
        try await withFolder { folder in
            let source = try Self.captures.write(as: "captures.jsonl", in: folder)
            let environment = Capture.settings.merging(["RELAY_FILE": source]) { $1 }
            let ending = try await Program.run(["replay", "--dry-run", source], environment)
            #expect(ending.code == 0)
            #expect(ending.lines.count == 2)
            #expect(try String(contentsOfFile: source, encoding: .utf8) == Self.captures)
        }
    }

    @Test func `Devices are no files that are written over`() async throws {
        let environment = Capture.settings.merging(["RELAY_FILE": "/dev/null"]) { $1 }
        let ending = try await Program.run(["replay", "--summary", "/dev/null", "/dev/null"], environment)
        #expect(ending.code == 0)
    }
}
