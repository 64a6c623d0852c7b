import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import Relay

@Suite struct QuarantineFileTests {
    private let folder: TemporaryFolder
    private let object = ObjectReference(bucket: "captures", key: "churn/2026/a.jsonl", versionID: "v1")

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Keeps some records as one run would; the path of the file.
    private func keep(_ records: String, of object: ObjectReference, isWhole: Bool = true) async throws -> String {
        let shelf = FolderShelf(folder: folder.path("q/u"), setting: "RELAY_QUARANTINE_URL", waiting: ClockWaiting())
        let file = QuarantineFile(shelf: shelf, object: object)
        try await file.keep(Array(records.utf8), from: .start, isWhole: isWhole)
        return file.place(from: .start)
    }

    /// The names of the documents.
    private func names() throws -> [String] {
        try folder.names(in: "q/u").filter { $0.hasSuffix(".quarantine.jsonl") }
    }

    @Test func `records are kept under a name that is final`() async throws {
        let path = try await keep("a\nb\n", of: object)
        let names = try self.names()
        #expect(names.map { folder.path("q/u/\($0)") } == [path])
        #expect(folder.text(of: "q/u/\(names[0])") == "a\nb\n")
    }

    @Test func `a second run overwrites the first`() async throws {
        let first = try await keep("a\nb\n", of: object)
        let second = try await keep("c\n", of: object)
        #expect(first == second)
        let names = try self.names()
        #expect(names.count == 1)
        #expect(folder.text(of: "q/u/\(names[0])") == "c\n")
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
        let paths = [try await keep("a\n", of: object), try await keep("b\n", of: other)]
        #expect(Set(paths).count == 2)
        #expect(try names().count == 2)
    }

    @Test func `the name is the same on every machine`() async throws {
        let path = try await keep("a\n", of: object)
        // uuid.uuid5(uuid.NAMESPACE_URL, "s3://captures/churn/2026/a.jsonl?versionId=v1")
        #expect(path == folder.path("q/u/a.jsonl-50c6b976-4c6d-5f25-85cd-2a45ce5516a8.quarantine.jsonl"))
    }

    @Test(arguments: ["a/../..", "\u{D55C}\u{0}\n/x y:*?", "/", "", String(repeating: "k", count: 1000), "..", "a/b/"])
    func `a file is in the folder whatever the key is`(key: String) async throws {
        _ = try await keep("a\n", of: ObjectReference(bucket: "b", key: key))
        let names = try self.names()
        #expect(names.count == 1)
        #expect(names[0].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && names[0].utf8.count < 200)
    }

    @Test func `records are for their owner alone`() async throws {
        let path = try await keep("a\n", of: object)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `records of half an object do not take the place of those of a whole one`() async throws {
        let path = try await keep("whole\n", of: object)
        let error = await #expect(throws: ShelfError.self) { _ = try await keep("half\n", of: object, isWhole: false) }
        #expect(error?.kind == .conflict)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole\n")
        #expect(try await keep("whole again\n", of: object) == path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole again\n")
    }

    @Test func `records from another place have a file of their own`() {
        let file = QuarantineFile(shelf: MemoryShelf(), object: object)
        let first = file.place(from: .start)
        #expect(
            file.place(from: Position(offset: 1234, row: 5))
                == first.replacing(".quarantine", with: "-1234-5.quarantine"))
    }

    @Test func `a folder that cannot be written is an error in words`() async throws {
        try folder.write("", to: "q")
        let error = await #expect(throws: ShelfError.self) { _ = try await keep("a\n", of: object) }
        #expect(error?.kind == .lasting)
        #expect(error?.description.contains("Not a directory") == true)
        #expect(error?.description.hasSuffix("heck RELAY_QUARANTINE_URL") == true)
    }

    @Test func `the log says how many documents the lines are in`() async throws {
        let log = PipelineRig.Log()
        let shelf = FolderShelf(folder: folder.path("q/u"), setting: "RELAY_QUARANTINE_URL", waiting: ClockWaiting())
        let ends = PipelineEnds(sink: PipelineRig.Sink(), quarantine: shelf, log: log)
        let line = "bad" + String(repeating: "x", count: 1_500_000) + "\n"
        let body = PipelineRig.Body(Array(String(repeating: line, count: 3).utf8))
        var report = Report()
        await Pipeline(to: ends, settings: PipelineSettings())
            .relay(object, from: PipelineRig.Store(body), acceptsQuarantine: false, into: &report)
        #expect(try names().count == 3)
        let said = log.messages(with: "3 lines quarantined in")
        #expect(said.count == 1)
        #expect(said.first?.hasSuffix(" and 2 documents beside it whose names begin alike") == true)
    }
}
