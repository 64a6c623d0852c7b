import Foundation
import JSON
import Relay
import TestSupport
import Testing

@Suite struct FileObjectListTests {
    private static func keys(_ folder: String) async throws -> [String] {
        let list = FileObjectList(folder: folder)
        var keys: [String] = []
        while let page = try await list.next() { keys += page.map(\.object.key) }
        return keys
    }

    @Test func `files are listed folder by folder, in the order of their names`() async throws {
        let folder = try TemporaryFolder()
        for name in ["b/2", "b/10", "a/c/1", "z", "é/한"] { try folder.write("x", to: name) }
        let names = ["z", "a/c/1", "b/10", "b/2", "é/한"]
        #expect(try await Self.keys(folder.path) == names.map(folder.path))
        let object = ObjectReference(bucket: "", key: folder.path("z"))
        var bytes = ByteBuffer()
        _ = try await FileObjectStore().open(object).read(into: &bytes)
        #expect(bytes.bytes.text == "x")
    }

    @Test func `links to folders and what is no file are left out`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "a/1")
        try FileManager.default.createSymbolicLink(atPath: folder.path("a/round"), withDestinationPath: folder.path)
        try FileManager.default.createSymbolicLink(atPath: folder.path("file"), withDestinationPath: folder.path("a/1"))
        #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(try await Self.keys(folder.path) == [folder.path("file"), folder.path("a/1")])
    }

    @Test func `a folder that is not there is told`() async throws {
        await #expect(throws: FetchError.self) { try await Self.keys("/nowhere/at/all") }
    }
}
