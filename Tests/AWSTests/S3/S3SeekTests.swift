import HTTP
import JSON
import TestSupport
import Testing

@testable import AWS

@Suite struct S3SeekTests {
    private static let text = "0123456789abcdefghij"

    /// What is read from a place on after so many bytes were read.
    private func read(_ rig: S3Rig, from offset: Int, after count: Int = 0) async throws -> (String, S3Object) {
        let object = try await rig.client.open(
            S3Request(bucket: "bucket", key: "key", region: "eu-west-1"), context: RequestContext())
        var buffer = ByteBuffer()
        while buffer.count < count { _ = try await object.read(into: &buffer) }
        buffer.removeAll(keepingAtMost: 0)
        #expect(try await object.seek(to: offset))
        while try await object.read(into: &buffer) > 0 {}
        return (buffer.bytes.text, object)
    }

    @Test(arguments: [(12, 0), (12, 4), (4, 8), (19, 0), (8, 20)])
    func `Reading goes on at a place without what lies before it`(offset: Int, count: Int) async throws {
        let rig = S3Rig([.object(Self.text), .object(Self.text, from: offset)])
        let (text, object) = try await read(rig, from: offset, after: count)
        #expect(text == String(Self.text.dropFirst(offset)))
        #expect(rig.sent("Range") == [nil, "bytes=\(offset)-"])
        #expect(rig.sent("If-Match") == [nil, "\"e1\""])
        #expect(object.bytesRead == count + 20 - offset)
    }

    @Test func `A connection that breaks after that goes on where it was`() async throws {
        let rig = S3Rig([
            .object(Self.text), .object(Self.text, from: 8, breakingAfter: 5), .object(Self.text, from: 13),
        ])
        #expect(try await read(rig, from: 8).0 == "89abcdefghij")
        #expect(rig.sent("Range") == [nil, "bytes=8-", "bytes=13-"])
    }

    @Test func `Behind the last byte there is an end, which nobody is asked for`() async throws {
        let rig = S3Rig([.object(Self.text)])
        #expect(try await read(rig, from: 20).0.isEmpty)
        #expect(rig.http.requests.count == 1)
    }

    @Test func `Of an object whose length is not told there is nothing where S3 has no bytes`() async throws {
        let chunked = HTTPResponse(
            status: 200, fields: ["Transfer-Encoding": "chunked", "ETag": "\"e1\""], body: Array(Self.text.utf8))
        let rig = S3Rig([.response(chunked), .refusal(416, "InvalidRange")])
        #expect(try await read(rig, from: 20).0.isEmpty)
        #expect(rig.sent("Range") == [nil, "bytes=20-"])
    }

    @Test func `There is no place beyond the end, and reading goes on as it was`() async throws {
        let rig = S3Rig([.object(Self.text)])
        let object = try await rig.client.open(S3Request(bucket: "bucket", key: "key"), context: RequestContext())
        #expect(try await !object.seek(to: 21))
        var buffer = ByteBuffer()
        while try await object.read(into: &buffer) > 0 {}
        #expect(buffer.bytes.text == Self.text)
    }

    @Test func `An object that was overwritten meanwhile is an error, then and later`() async throws {
        let rig = S3Rig([.object(Self.text), .refusal(412, "PreconditionFailed")])
        let object = try await rig.client.open(S3Request(bucket: "bucket", key: "key"), context: RequestContext())
        await #expect(throws: S3Error.self) { try await object.seek(to: 5) }
        var buffer = ByteBuffer()
        await #expect(throws: S3Error.self) { try await object.read(into: &buffer) }
        #expect(rig.http.requests.count == 2)
    }

    @Test func `A server that knows no ranges is read up to the place`() async throws {
        let rig = S3Rig([.object(Self.text), .object(Self.text)])
        #expect(try await read(rig, from: 7).0 == "789abcdefghij")
    }
}
