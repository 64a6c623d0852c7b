import HTTP
import TestSupport
import Testing

@testable import AWS

/// What comes is the object that was asked for, and all of it.
@Suite struct S3AnswerTests {
    private static let text = "0123456789abcdefghij"
    private static let announced = S3Request(bucket: "bucket", key: "key", etag: "e1", size: 20)

    private static func answer(_ fields: HTTPFields, _ count: Int = 20, status: Int = 200) -> ScriptedHTTP.Step {
        .response(HTTPResponse(status: status, fields: fields, body: Array(text.utf8.prefix(count))))
    }

    @Test func `An answer whose end nobody can tell is refused`() async {
        let rig = S3Rig([Self.answer(["ETag": "\"e1\""], 8)])
        let result = await rig.read(Self.announced)
        #expect(result.text.isEmpty)
        #expect(result.error?.description.contains("an answer that says no length") == true)
        #expect(result.error?.description.hasSuffix("check AWS_ENDPOINT_URL_S3 and proxies") == true)
        #expect(result.error?.isTemporary == false)
    }

    @Test func `A rest whose end nobody can tell is refused`() async {
        let rest: HTTPFields = ["ETag": "\"e1\"", "Content-Range": "bytes 7-19/20"]
        let rig = S3Rig([.object(Self.text, breakingAfter: 7), Self.answer(rest, 3, status: 206)])
        let result = await rig.read()
        #expect(result.text == "0123456")
        #expect(result.error?.description.contains("an answer that says no length") == true)
    }

    @Test func `An answer in chunks ends where they end`() async {
        let rig = S3Rig([Self.answer(["ETag": "\"e1\"", "Transfer-Encoding": "Chunked"])])
        let result = await rig.read()
        #expect(result.text == Self.text && result.error == nil)
    }

    @Test(arguments: [S3Request(bucket: "bucket", key: "key", versionID: "v1", size: 20), announced])
    func `An answer in chunks that ends before the size that was announced is no whole one`(request: S3Request) async {
        let chunked: HTTPFields = ["ETag": "\"e1\"", "Transfer-Encoding": "chunked", "x-amz-version-id": "v1"]
        let rig = S3Rig([Self.answer(chunked, 8), .object(Self.text, from: 8)])
        #expect(await rig.read(request).text == Self.text)
        #expect(rig.sent("Range") == [nil, "bytes=8-"])
        let short = S3Rig(Array(repeating: Self.answer(chunked, 8), count: 9))
        #expect(await short.read(request).error?.isTemporary == true)
    }

    @Test func `The size of an object that nobody is sure of does not matter`() async {
        let rig = S3Rig([.object(Self.text)])
        #expect(await rig.read(S3Request(bucket: "bucket", key: "key", size: 7)).text == Self.text)
    }

    @Test(arguments: [19, 21])
    func `Another length than the one that was announced is refused`(size: Int) async {
        let rig = S3Rig([.object(Self.text)])
        let result = await rig.read(S3Request(bucket: "bucket", key: "key", etag: "e1", size: size))
        #expect(result.text.isEmpty)
        #expect(result.error?.description.contains("20 bytes, although it was announced with \(size)") == true)
    }

    @Test func `More than all of it is refused`() async {
        let chunked: HTTPFields = ["ETag": "\"e1\"", "Transfer-Encoding": "chunked"]
        let request = S3Request(bucket: "bucket", key: "key", etag: "e1", size: 10)
        let result = await S3Rig([Self.answer(chunked)]).read(request)
        #expect(result.error?.description.contains("more bytes than it has") == true)
    }

    @Test func `An end among the bytes that come again is a break`() async {
        let chunked: HTTPFields = ["ETag": "\"e1\"", "Transfer-Encoding": "chunked"]
        let broken = HTTPResponse(status: 200, fields: chunked, body: Array(Self.text.utf8.prefix(8)))
        let rig = S3Rig([
            .breaksOff(broken, TransferError(.broken)), Self.answer(chunked, 4), Self.answer(chunked),
        ])
        #expect(await rig.read().text == Self.text)
        #expect(rig.http.requests.count == 3)
    }

    @Test(arguments: [nil, "null"])
    func `Another ETag than the one that was asked for means that it was overwritten`(version: String?) async {
        let rig = S3Rig([.object(Self.text, etag: "e2")])
        let result = await rig.read(S3Request(bucket: "bucket", key: "key", versionID: version, etag: "e1"))
        #expect(result.text.isEmpty)
        #expect(result.error?.meansOverwritten == true)
        #expect(result.error?.currentETag == "e2")
        #expect(result.error?.isTemporary == false)
    }

    @Test(arguments: [["x-amz-version-id": "v9"], [:]] as [HTTPFields])
    func `Another version than the one that was asked for is refused`(fields: HTTPFields) async {
        let rig = S3Rig([.object(Self.text, etag: "e2", fields: fields)])
        let result = await rig.read(S3Request(bucket: "bucket", key: "key", versionID: "v1", etag: "e1"))
        #expect(result.text.isEmpty)
        #expect(result.error?.meansOverwritten == false)
        #expect(result.error?.description.contains("another version than it was asked for; check AWS_ENDPOINT") == true)
    }

    @Test func `A page that somebody put in between is no object`() async {
        let page = "<html>Sign in</html>"
        let rig = S3Rig([.text(200, page, fields: ["Content-Length": "\(page.utf8.count)"])])
        let result = await rig.read(S3Request(bucket: "bucket", key: "key"))
        #expect(result.text.isEmpty)
        #expect(result.error?.description.contains("S3 sent an answer without an ETag, which is not S3's") == true)
        #expect(result.error?.description.hasSuffix("check AWS_ENDPOINT_URL_S3 and proxies") == true)
    }

    @Test func `A rest without an ETag is no rest`() async {
        let rig = S3Rig([.object(Self.text, breakingAfter: 7), .object(Self.text, from: 7, etag: nil)])
        let result = await rig.read()
        #expect(result.text == "0123456")
        #expect(result.error?.description.contains("an answer without an ETag") == true)
    }

    @Test func `The version of a bucket that keeps none must have the ETag too`() async {
        let rig = S3Rig([.object(Self.text), .refusal(412, "PreconditionFailed")])
        let request = S3Request(bucket: "bucket", key: "key", versionID: "null", etag: "e1")
        #expect(await rig.read(request).text == Self.text)
        #expect(rig.http.requests[0].url.hasSuffix("?versionId=null"))
        #expect(rig.sent("If-Match") == ["\"e1\""])
        #expect(await rig.read(request).error?.meansOverwritten == true)
    }
}
