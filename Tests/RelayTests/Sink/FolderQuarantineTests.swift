import Foundation
import JSON
import Relay
import TestSupport
import Testing

@Suite struct FolderQuarantineTests {
    private let folder: TemporaryFolder
    private let object = ObjectReference(bucket: "captures", key: "churn/2026/a.jsonl", versionID: "v1")

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Keeps some records as one run would; the name of the file.
    private func keep(_ records: String..., of object: ObjectReference) async throws -> String? {
        let quarantine = FolderQuarantine(folder: folder.path("q/u"))
        for text in records {
            var buffer = ByteBuffer()
            buffer.append(text: text)
            try await quarantine.keep(buffer.bytes, of: object)
        }
        return try await quarantine.finish(object, isWhole: true)
    }

    @Test func `records are kept under a name that is final`() async throws {
        let path = try #require(try await keep("a\n", "b\n", of: object))
        let names = try folder.names(in: "q/u")
        #expect(names.map { folder.path("q/u/\($0)") } == [path])
        #expect(folder.text(of: "q/u/\(names[0])") == "a\nb\n")
    }

    @Test func `nothing is made where nothing is kept`() async throws {
        #expect(try await keep(of: object) == nil)
        #expect(try folder.names().isEmpty)
    }

    @Test func `a second run overwrites the first`() async throws {
        let first = try await keep("a\n", "b\n", of: object)
        let second = try await keep("c\n", of: object)
        #expect(first == second)
        let names = try folder.names(in: "q/u")
        #expect(names.count == 1)
        #expect(folder.text(of: "q/u/\(names[0])") == "c\n")
    }

    @Test func `what a run that was killed left behind is overwritten`() async throws {
        let path = try #require(try await keep("a\n", of: object))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".part")
        _ = try await keep("b\n", of: object)
        let names = try folder.names(in: "q/u")
        #expect(names.count == 1)
        #expect(folder.text(of: "q/u/\(names[0])") == "b\n")
    }

    @Test(arguments: [
        ObjectReference(bucket: "captures", key: "churn/2025/a.jsonl", versionID: "v1"),
        ObjectReference(bucket: "other", key: "churn/2026/a.jsonl", versionID: "v1"),
        ObjectReference(bucket: "captures", key: "churn/2026/a.jsonl", versionID: "v2"),
        ObjectReference(bucket: "captures", key: "churn/2026/a.jsonl", etag: "e"),
        ObjectReference(bucket: "captures", key: "churn/2026/a.jsonl"),
        ObjectReference(bucket: "", key: "churn/2026/a.jsonl"),
    ])
    func `another object or version has a file of its own`(other: ObjectReference) async throws {
        let names = [try await keep("a\n", of: object), try await keep("b\n", of: other)]
        #expect(Set(names).count == 2)
        #expect(try folder.names(in: "q/u").count == 2)
    }

    @Test func `the name is the same on every machine`() async throws {
        let path = try await keep("a\n", of: object)
        // uuid.uuid5(uuid.NAMESPACE_URL, "s3://captures/churn/2026/a.jsonl?versionId=v1")
        #expect(path == folder.path("q/u/a.jsonl-50c6b976-4c6d-5f25-85cd-2a45ce5516a8.quarantine.jsonl"))
    }

    @Test(arguments: ["a/../..", "\u{D55C}\u{0}\n/x y:*?", "/", "", String(repeating: "k", count: 1000), "..", "a/b/"])
    func `a file is in the folder whatever the key is`(key: String) async throws {
        _ = try await keep("a\n", of: ObjectReference(bucket: "b", key: key))
        let names = try folder.names(in: "q/u")
        #expect(names.count == 1)
        #expect(names[0].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && names[0].utf8.count < 200)
    }

    @Test func `records of one object after another stay apart`() async throws {
        let quarantine = FolderQuarantine(folder: folder.path("q"))
        let other = ObjectReference(bucket: "captures", key: "b.jsonl")
        for object in [object, other] {
            var buffer = ByteBuffer()
            buffer.append(text: object.key)
            try await quarantine.keep(buffer.bytes, of: object)
            _ = try await quarantine.finish(object, isWhole: true)
        }
        #expect(try folder.names(in: "q").map { folder.text(of: "q/\($0)") } == ["churn/2026/a.jsonl", "b.jsonl"])
    }

    @Test func `records are for their owner alone`() async throws {
        let path = try #require(try await keep("a\n", of: object))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `a folder that cannot be written is an error in words`() async throws {
        try folder.write("", to: "q")
        let error = await #expect(throws: QuarantineError.self) { try await keep("a\n", of: object) }
        #expect(error?.reason == "Not a directory")
        #expect(error?.path.hasPrefix(folder.path("q")) == true)
        #expect(error?.description.hasSuffix("Check RELAY_QUARANTINE_URL") == true)
    }
}
