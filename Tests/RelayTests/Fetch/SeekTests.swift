import JSON
import Relay
import TestSupport
import Testing

/// Going on at a place of an object, as a run does that takes up where another one stopped.
@Suite struct SeekTests {
    private static let text = "0123456789abcdefghij"
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.text, to: "plain")
    }

    private func file() throws -> FileBody { try FileBody(path: folder.path("plain"), uri: "plain") }

    private func rest(_ body: any ObjectBody) async -> String {
        String(decoding: await drain(body).bytes, as: UTF8.self)
    }

    @Test(arguments: [0, 1, 12, 20])
    func `A file goes on at any place, forwards and back`(offset: Int) async throws {
        let body = try file()
        #expect(try await body.seek(to: offset))
        #expect(await rest(body) == String(Self.text.dropFirst(offset)))
        #expect(body.bytesRead == 20 - offset)
        #expect(try await body.seek(to: 3))
        #expect(await rest(body) == "3456789abcdefghij")
    }

    @Test func `Beyond the end there is no place`() async throws {
        let body = try file()
        #expect(try await !body.seek(to: 21))
        #expect(await rest(body) == Self.text)
    }

    @Test func `A plain object behind the inflater goes on at its place`() async throws {
        let body = InflatingBody(try file(), uri: "plain", limit: 1 << 20)
        #expect(try await body.seek(to: 12))
        #expect(await rest(body) == "cdefghij")
        let begun = InflatingBody(try file(), uri: "plain", limit: 1 << 20)
        var head = ByteBuffer()
        _ = try await begun.read(into: &head)
        #expect(try await begun.seek(to: 1))
        #expect(await rest(begun) == "123456789abcdefghij")
    }

    @Test func `Where the source has no places, what was read to recognise it is not lost`() async throws {
        let body = InflatingBody(ScriptedBody(Array(Self.text.utf8), chunk: 3), uri: "plain", limit: 1 << 20)
        #expect(try await !body.seek(to: 12))
        #expect(await rest(body) == Self.text)
    }

    @Test func `A compressed object has no places, and is read from its start`() async throws {
        let body = InflatingBody(ScriptedBody(Gzip.member), uri: "gzip", limit: 1 << 20)
        #expect(try await !body.seek(to: 1))
        #expect(await drain(body).bytes == Gzip.content)
    }

    @Test func `A body that was read to find out what it is goes on once it was rewound`() async throws {
        let body = RewindableBody(try file())
        var head = ByteBuffer()
        _ = try await body.read(into: &head)
        #expect(try await !body.seek(to: 12))
        body.rewind()
        #expect(try await body.seek(to: 12))
        #expect(await rest(body) == "cdefghij")
    }

    @Test func `A body that cannot go on elsewhere is read again from its head`() async throws {
        let body = RewindableBody(ScriptedBody(Array(Self.text.utf8), chunk: 6))
        var head = ByteBuffer()
        _ = try await body.read(into: &head)
        body.rewind()
        #expect(try await !body.seek(to: 12))
        #expect(await rest(body) == Self.text)
    }
}
