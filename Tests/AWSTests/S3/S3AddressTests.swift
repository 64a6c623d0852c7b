import Testing

@testable import AWS

@Suite struct S3AddressTests {
    private func address(
        _ bucket: String, _ key: String = "k", region: String = "eu-west-1", _ environment: [String: String] = [:]
    ) throws(S3AddressError) -> S3Address {
        try S3Address(bucket: bucket, key: key, region: region, environment: AWSEnvironment { environment[$0] })
    }

    @Test(arguments: [
        ("captures", "eu-west-1", "https://captures.s3.eu-west-1.amazonaws.com/k"),
        ("captures", "us-east-1", "https://captures.s3.us-east-1.amazonaws.com/k"),
        ("captures", "cn-north-1", "https://captures.s3.cn-north-1.amazonaws.com.cn/k"),
        ("my.dotted.bucket", "eu-west-1", "https://s3.eu-west-1.amazonaws.com/my.dotted.bucket/k"),
        ("Old_Bucket", "us-east-1", "https://s3.us-east-1.amazonaws.com/Old_Bucket/k"),
        ("bucket-", "us-east-1", "https://s3.us-east-1.amazonaws.com/bucket-/k"),
        ("point-abc123-s3alias", "eu-west-1", "https://point-abc123-s3alias.s3.eu-west-1.amazonaws.com/k"),
    ])
    func `A bucket stands in the host where it can, else in the path`(bucket: String, region: String, url: String)
        throws
    {
        #expect(try address(bucket, region: region).url == url)
        #expect(try address(bucket, region: region).region == region)
    }

    @Test(arguments: [
        ("a b+c=é%~(1).jsonl", "a%20b%2Bc%3D%C3%A9%25~%281%29.jsonl"), ("a//b", "a//b"), ("/a", "/a"),
        ("a/../b", "a/../b"), ("./a", "./a"), ("a.", "a."), ("a/", "a/"), ("a?versionId=x#y", "a%3FversionId%3Dx%23y"),
        ("\u{D55C}", "%ED%95%9C"), ("\u{1112}\u{1161}\u{11AB}", "%E1%84%92%E1%85%A1%E1%86%AB"),
        ("a%2Fb", "a%252Fb"), ("a&b@c:d,e;f$g!h*i'j", "a%26b%40c%3Ad%2Ce%3Bf%24g%21h%2Ai%27j"),
        ("\"<>\\^`|{}[]", "%22%3C%3E%5C%5E%60%7C%7B%7D%5B%5D"), ("a\nb", "a%0Ab"),
    ])
    func `A key is encoded once, byte by byte`(key: String, path: String) throws {
        #expect(try address("captures", key).url == "https://captures.s3.eu-west-1.amazonaws.com/" + path)
    }

    @Test(arguments: [
        (["AWS_USE_FIPS_ENDPOINT": "true"], "https://captures.s3-fips.eu-west-1.amazonaws.com/k"),
        (["AWS_USE_DUALSTACK_ENDPOINT": "true"], "https://captures.s3.dualstack.eu-west-1.amazonaws.com/k"),
        (
            ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"],
            "https://captures.s3-fips.dualstack.eu-west-1.amazonaws.com/k"
        ),
        (["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9000"], "http://127.0.0.1:9000/captures/k"),
        (["AWS_ENDPOINT_URL": "https://minio.example/s3/"], "https://minio.example/s3/captures/k"),
    ])
    func `Settings change the host`(environment: [String: String], url: String) throws {
        #expect(try address("captures", environment).url == url)
    }

    private func address(_ bucket: String, _ environment: [String: String]) throws -> S3Address {
        try address(bucket, "k", region: "eu-west-1", environment)
    }

    @Test(arguments: [
        ([:], "https://point-111122223333.s3-accesspoint.us-west-2.amazonaws.com/k"),
        (
            ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"],
            "https://point-111122223333.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com/k"
        ),
        (["AWS_ENDPOINT_URL_S3": "http://localhost:9000"], "http://point-111122223333.localhost:9000/k"),
    ])
    func `An access point has a host of its own, and its region is the one to sign for`(
        environment: [String: String], url: String
    ) throws {
        for separator in ["/", ":"] {
            let point = try address("arn:aws:s3:us-west-2:111122223333:accesspoint\(separator)point", environment)
            #expect(point.url == url)
            #expect(point.region == "us-west-2")
        }
    }

    @Test func `An access point in China has China's domain`() throws {
        let point = try address("arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/point")
        #expect(point.url == "https://point-111122223333.s3-accesspoint.cn-north-1.amazonaws.com.cn/k")
    }

    @Test(arguments: [
        ("captures--use1-az4--x-s3", S3AddressError.directoryBucket), ("point--use1-az4--xa-s3", .directoryBucket),
        ("arn:aws:s3::111122223333:accesspoint/x.mrap", .otherARN), ("arn:aws:sqs:eu-west-1:111122223333:q", .otherARN),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/evil.example/x", .otherARN),
        ("arn:aws:s3:evil/:111122223333:accesspoint/point", .otherARN),
        ("a", .noName), ("evil.example/x", .noName), ("user@host", .noName), ("..", .noName), (".a.b", .noName),
        ("bücket", .noName), ("", .noName),
    ])
    func `What no URL may be built from is refused`(bucket: String, error: S3AddressError) {
        #expect(throws: error) { try address(bucket) }
    }

    @Test func `An object without a key is not asked for, since that would list the bucket`() {
        #expect(throws: S3AddressError.keyMissing) { try address("captures", "") }
    }

    @Test func `A directory bucket is refused in words`() {
        #expect(S3AddressError.directoryBucket.description.contains("a directory bucket, which needs CreateSession"))
    }
}
