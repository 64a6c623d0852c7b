import Testing

@testable import Relay

@Suite struct ObjectURLTests {
    @Test(arguments: [
        "a.jsonl", "a b+c=é%~(1).jsonl", "a%20b", "k?versionId=v1", "k#x", "/first", "a//b", "a/../b", "last/", ".",
        "\u{D55C}", "\u{1112}\u{1161}\u{11AB}",
    ])
    func `What follows the bucket is the key, byte by byte`(key: String) throws {
        let object = try ObjectReference(url: "s3://bucket/\(key)")
        #expect(object.bucket == "bucket")
        #expect(Array(object.key.utf8) == Array(key.utf8))
        #expect(object.versionID == nil && object.etag == nil && object.region == nil)
        #expect(Array(object.uri.utf8) == Array("s3://bucket/\(key)".utf8))
    }

    @Test(arguments: ["accesspoint/point", "accesspoint:point"])
    func `An access point stands for the bucket`(resource: String) throws {
        let arn = "arn:aws:s3:eu-west-1:111122223333:\(resource)"
        let object = try ObjectReference(url: "s3://\(arn)/a/b")
        #expect(object.bucket == arn)
        #expect(object.key == "a/b")
    }

    @Test(arguments: ["s3://bucket", "s3://bucket/", "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/point"])
    func `An object without a key is refused`(url: String) {
        #expect(throws: ObjectURLError.keyMissing(url)) { try ObjectReference(url: url) }
    }

    @Test(arguments: ["s3://", "s3:///k", "s3://a/k", "s3://user@host/k", "s3://host:80/k", "s3://arn:aws:s3/k"])
    func `What names no bucket is refused in words`(url: String) {
        #expect(throws: ObjectURLError.bucket(url)) { try ObjectReference(url: url) }
        #expect(ObjectURLError.bucket(url).description.contains("s3://bucket/key"))
    }

    @Test func `A URL is told from the name of a file`() {
        #expect(ObjectReference.isURL("s3://bucket/key"))
        for name in ["s3:/bucket/key", "S3://bucket/key", "events/s3.json", "-", ""] {
            #expect(!ObjectReference.isURL(name))
        }
    }
}
