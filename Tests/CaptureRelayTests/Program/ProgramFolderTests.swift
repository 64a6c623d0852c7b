import Foundation
import Testing

@Suite struct ProgramFolderTests {
    private func replay(key: String, in folder: URL) async throws -> Ending {
        let event = #"{"Records":[{"s3":{"bucket":{"name":"bkt"},"object":{"key":"\#(key)"}}}]}"#
        let objects = folder.appending(path: "objects")
        return try await Program.run(
            ["replay", "--objects", objects.path, "-"], Capture.settings, input: Data(event.utf8))
    }

    @Test(arguments: [
        "../secret", "..%2Fsecret", "a/../../secret", "%2E%2E/secret", "/secret", "a//secret", "./secret", "a/./b",
        "..", "a%00b", "a/b%00/../../secret",
    ])
    func `A key never leads out of the folder of objects`(key: String) async throws {
        try await withFolder { folder in
            for name in ["secret", "objects/secret", "objects/bkt/a/secret", "objects/bkt/a/b", "objects/bkt/secret"] {
                _ = try Capture.file(lines: 1).write(as: name, in: folder)
            }
            let ending = try await replay(key: key, in: folder)
            #expect(ending.code == 4)
            #expect(ending.output.isEmpty)
        }
    }

    @Test func `A key with a space, a plus and letters beyond ASCII is found`() async throws {
        try await withFolder { folder in
            _ = try Capture.file(lines: 1).write(as: "objects/bkt/é +%/x.jsonl", in: folder)
            #expect(try await replay(key: "%C3%A9+%2B%25/x.jsonl", in: folder).lines.count == 1)
        }
    }

    @Test func `A link that leads out is refused, and one that stays inside is followed`() async throws {
        try await withFolder { folder in
            let outside = try Capture.file(lines: 1).write(as: "objects-too/secret", in: folder)
            let inside = try Capture.file(lines: 1).write(as: "objects/bkt/captures", in: folder)
            let bucket = folder.appending(path: "objects/bkt").path
            for (name, target) in [("out", outside), ("in", inside), ("folder", folder.path)] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(bucket)/\(name)", withDestinationPath: target)
            }
            for key in ["out", "folder/objects-too/secret"] {
                let ending = try await replay(key: key, in: folder)
                #expect(ending.code == 4 && ending.output.isEmpty)
                #expect(ending.messages.contains("a link leads out of the folder"))
            }
            #expect(try await replay(key: "in", in: folder).lines.count == 1)
        }
    }
}
