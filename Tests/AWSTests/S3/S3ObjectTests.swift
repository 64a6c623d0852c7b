import HTTP
import JSON
import TestSupport
import Testing

@testable import AWS

@Suite struct S3ObjectTests {
    private static let text = "0123456789abcdefghij"

    @Test func `A connection that breaks goes on at the byte reached, under the same ETag`() async {
        let rig = S3Rig([
            .object(Self.text, breakingAfter: 7), .object(Self.text, from: 7, breakingAfter: 5),
            .object(Self.text, from: 12),
        ])
        #expect(await rig.read().text == Self.text)
        #expect(rig.sent("Range") == [nil, "bytes=7-", "bytes=12-"])
        #expect(rig.sent("If-Match") == ["\"e1\"", "\"e1\"", "\"e1\""])
        #expect(rig.http.requests.allSatisfy { $0.fields["authorization"] != nil })
    }

    @Test func `The rest of a version is that of the same version`() async {
        let rig = S3Rig([.object(Self.text, breakingAfter: 7), .object(Self.text, from: 7)])
        let request = S3Request(bucket: "bucket", key: "key", versionID: "v1")
        #expect(await rig.read(request).text == Self.text)
        #expect(rig.http.requests[1].url.hasSuffix("?versionId=v1"))
    }

    @Test func `A body that ends short of its length goes on too`() async {
        let short = HTTPResponse(
            status: 200, fields: ["Content-Length": "20", "ETag": "\"e1\""], body: Array(Self.text.utf8.prefix(8)))
        let rig = S3Rig([.response(short), .object(Self.text, from: 8)])
        #expect(await rig.read().text == Self.text)
        #expect(rig.sent("Range") == [nil, "bytes=8-"])
    }

    @Test func `Attempts count anew whenever bytes came`() async {
        let parts = (1..<20).map { ScriptedHTTP.Step.object(Self.text, from: $0, breakingAfter: 1) }
        let rig = S3Rig([.object(Self.text, breakingAfter: 1)] + parts)
        #expect(await rig.read().text == Self.text)
    }

    @Test func `A rest that never comes is given up after so many attempts`() async {
        let rig = S3Rig([.object(Self.text, breakingAfter: 7)] + Array(repeating: .refusal(503, "SlowDown"), count: 9))
        let result = await rig.read()
        #expect(result.text == "0123456")
        #expect(result.error?.isTemporary == true)
        #expect(rig.http.requests.count == 3)
    }

    @Test func `A rest that breaks off at once each time is given up too`() async {
        let broken = ScriptedHTTP.Step.object(Self.text, from: 7, breakingAfter: 0)
        let rig = S3Rig([.object(Self.text, breakingAfter: 7)] + Array(repeating: broken, count: 9))
        #expect(await rig.read().error?.description.hasSuffix("the connection broke") == true)
        #expect(rig.http.requests.count == 3)
    }

    @Test func `A break behind the last byte does not matter`() async {
        let rig = S3Rig([.object(Self.text, breakingAfter: 20)])
        let result = await rig.read()
        #expect(result.text == Self.text && result.error == nil)
        #expect(rig.http.requests.count == 1)
    }

    @Test func `A server that answers a range with 200 and its place is believed`() async {
        let rest = HTTPResponse(
            status: 200, fields: ["Content-Range": "bytes 7-19/20", "Content-Length": "13", "ETag": "\"e1\""],
            body: Array(Self.text.utf8.dropFirst(7)))
        let rig = S3Rig([.object(Self.text, breakingAfter: 7), .response(rest)])
        #expect(await rig.read().text == Self.text)
    }

    @Test func `A server that knows no ranges begins anew, and what was read is not read twice`() async {
        let rig = S3Rig([
            .object(Self.text, breakingAfter: 7), .object(Self.text, breakingAfter: 4), .object(Self.text),
        ])
        #expect(await rig.read().text == Self.text)
        #expect(rig.sent("Range") == [nil, "bytes=7-", "bytes=7-"])
    }

    @Test(arguments: [
        ScriptedHTTP.Step.refusal(412, "PreconditionFailed"), .refusal(416, "InvalidRange"),
        .object(text, from: 7, etag: "e2"), .object(text, etag: "e2"),
    ])
    func `An object that changed meanwhile is no mixture`(step: ScriptedHTTP.Step) async {
        let rig = S3Rig([.object(Self.text, breakingAfter: 7), step])
        let result = await rig.read()
        #expect(result.text == "0123456")
        #expect(result.error?.description.contains("overwritten while it was read; its ETag was e1") == true)
        #expect(result.error?.isTemporary == true)
        #expect(result.error?.meansOverwritten == false)
    }

    @Test(arguments: ["bytes 6-19/20", "bytes 7-19/21", "bytes 8-19/20", "rubbish", "bytes 7-/20", "bytes 9-7/20"])
    func `Other bytes than those asked for are refused`(range: String) async {
        let fields: HTTPFields = ["Content-Range": range, "Content-Length": "2", "ETag": "\"e1\""]
        let rest = HTTPResponse(status: 206, fields: fields, body: [1, 2])
        let rig = S3Rig([.object(Self.text, breakingAfter: 7), .response(rest)])
        let result = await rig.read()
        #expect(result.text == "0123456")
        #expect(result.error?.description.contains("other bytes than it was asked for") == true)
    }

    @Test func `A part of an object is not taken for all of it`() async {
        let rig = S3Rig([.object(Self.text, from: 7)])
        #expect(await rig.read().error?.description.contains("S3 sent HTTP 206") == true)
    }

    @Test func `What failed stays failed`() async throws {
        let rig = S3Rig([.object(Self.text, breakingAfter: 3, fault: TransferError(.deadline)), .object(Self.text)])
        let object = try await rig.client.open(S3Request(bucket: "bucket", key: "key"), context: RequestContext())
        var bytes = ByteBuffer()
        _ = try await object.read(into: &bytes)
        for _ in 0..<2 {
            do throws(S3Error) {
                _ = try await object.read(into: &bytes)
                Issue.record("it was read on")
            } catch {
                #expect(error.isTemporary)
            }
        }
        #expect(rig.http.requests.count == 1)
        #expect(object.bytesRead == 3)
    }

    @Test func `Version and ETag are told`() async throws {
        let rig = S3Rig([
            .object("x", fields: ["x-amz-version-id": "v7"]), .object("x", fields: ["x-amz-version-id": "null"]),
        ])
        let request = S3Request(bucket: "bucket", key: "key")
        let object = try await rig.client.open(request, context: RequestContext())
        #expect(object.versionID == "v7" && object.etag == "e1")
        #expect(try await rig.client.open(request, context: RequestContext()).versionID == nil)
    }
}
