import Testing

@testable import CaptureRelay

@Suite struct ShelfURLTests {
    private static let accessPoint = "arn:aws:s3:eu-west-1:111122223333:accesspoint/mine"

    @Test(arguments: [
        ("file:///var/q", ShelfURL.folder(path: "/var/q")), ("s3://bucket", .s3(bucket: "bucket", prefix: "")),
        ("s3://bucket/", .s3(bucket: "bucket", prefix: "")), ("s3://bucket/a", .s3(bucket: "bucket", prefix: "a")),
        ("S3://bucket/a/b/", .s3(bucket: "bucket", prefix: "a/b")),
        ("s3://bucket/a%20b +é", .s3(bucket: "bucket", prefix: "a%20b +é")),
        ("s3://\(accessPoint)", .s3(bucket: accessPoint, prefix: "")),
        ("s3://\(accessPoint)/a", .s3(bucket: accessPoint, prefix: "a")),
    ])
    func `A place is read`(url: String, shelf: ShelfURL) throws {
        #expect(try ShelfURL(url) == shelf)
    }

    @Test(arguments: [
        ("s3://", ShelfURLError.bucket), ("s3:///a", .bucket), ("s3://no bucket/a", .bucket), ("s3://a/b", .bucket),
        ("s3://bucket//a", .segment), ("s3://bucket/a//", .segment), ("s3://bucket/a//b", .segment),
        ("s3://bucket//", .segment), ("s3://bucket/../a", .segment), ("s3://bucket/.", .segment),
        ("s3://bucket/a?versionId=1", .queryOrFragment), ("s3://bucket/a#b", .queryOrFragment),
        ("s3://bucket/a\tb", .control), ("s3://bucket/" + String(repeating: "a", count: 701), .long),
        ("https://bucket.s3.amazonaws.com/a", .folder(.otherScheme)), ("/var/q", .folder(.otherScheme)),
        ("file:///", .folder(.root)),
    ])
    func `Another place is refused with the reason`(url: String, error: ShelfURLError) {
        #expect(throws: error) { try ShelfURL(url) }
        #expect(error.description.count > 20)
    }
}
