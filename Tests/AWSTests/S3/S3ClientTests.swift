import HTTP
import TestSupport
import Testing

@testable import AWS

@Suite struct S3ClientTests {
    @Test func `An object is read whole, by a signed request`() async {
        let rig = S3Rig([.object("0123456789")])
        #expect(await rig.read().text == "0123456789")
        let request = rig.http.requests[0]
        #expect(request.method == "GET")
        #expect(request.url == "https://bucket.s3.eu-west-1.amazonaws.com/key")
        #expect(request.fields["x-amz-date"] == S3Rig.time.stamp)
        #expect(request.fields["x-amz-security-token"] == "the-session-token")
        #expect(request.fields["authorization"]?.contains("AKIA0/20261121/eu-west-1/s3/aws4_request") == true)
    }

    @Test func `Without a version the ETag must be the one that was announced`() async {
        let rig = S3Rig([.object("x")])
        _ = await rig.read()
        #expect(rig.sent("If-Match") == ["\"e1\""])
        #expect(rig.sent("Range") == [nil])
    }

    @Test func `A version is asked for by its id, and the ETag does not matter then`() async {
        let rig = S3Rig([.object("x")])
        _ = await rig.read(S3Request(bucket: "bucket", key: "a b", versionID: "v+1/=", etag: "e1"))
        #expect(rig.http.requests[0].url == "https://bucket.s3.us-east-1.amazonaws.com/a%20b?versionId=v%2B1%2F%3D")
        #expect(rig.sent("If-Match") == [nil])
    }

    @Test func `Options and trace are sent, and the trace is not signed`() async throws {
        let options = S3Options(paysForRequests: true, expectedBucketOwner: "111122223333")
        let rig = S3Rig([.object("x")], options: options)
        let deadline = ContinuousClock.now + .seconds(60)
        _ = await rig.read(context: RequestContext(deadline: deadline, traceID: "Root=1-2-3"))
        let request = rig.http.requests[0]
        #expect(request.fields["x-amz-request-payer"] == "requester")
        #expect(request.fields["x-amz-expected-bucket-owner"] == "111122223333")
        #expect(request.fields["X-Amzn-Trace-Id"] == "Root=1-2-3")
        #expect(request.deadline == deadline)
        let signature = try #require(request.fields["authorization"])
        #expect(signature.contains("x-amz-expected-bucket-owner;x-amz-request-payer"))
        #expect(!signature.contains("trace"))
    }

    @Test(arguments: [
        ("eu-west-1", [:], "eu-west-1"), (nil, ["AWS_REGION": "eu-north-1"], "eu-north-1"), (nil, [:], "us-east-1"),
    ])
    func `The region is the event's, else the environment's, else us-east-1`(
        said: String?, environment: [String: String], used: String
    ) async {
        let rig = S3Rig([.object("x")], environment: environment)
        _ = await rig.read(S3Request(bucket: "bucket", key: "key", region: said))
        #expect(rig.regions == [used])
    }

    private static let redirects: [ScriptedHTTP.Step] = [
        .refusal(301, "PermanentRedirect", fields: ["x-amz-bucket-region": "ap-south-1"]),
        .refusal(307, "TemporaryRedirect", fields: ["x-amz-bucket-region": "ap-south-1"]),
        .refusal(400, "AuthorizationHeaderMalformed", more: "<Region>ap-south-1</Region>"),
        .text(400, "", fields: ["x-amz-bucket-region": "ap-south-1"]),
    ]

    @Test(arguments: redirects.indices)
    func `Another region that S3 names is asked once, and remembered`(index: Int) async {
        let rig = S3Rig([Self.redirects[index], .object("one"), .object("two")])
        #expect(await rig.read().text == "one")
        #expect(await rig.read().text == "two")
        #expect(rig.regions == ["eu-west-1", "ap-south-1", "ap-south-1"])
        #expect(rig.http.requests[1].url == "https://bucket.s3.ap-south-1.amazonaws.com/key")
        #expect(rig.waiting.waits == [])
    }

    @Test func `A second wrong region is an error`() async {
        let rig = S3Rig([Self.redirects[0], .refusal(301, "PermanentRedirect", fields: ["x-amz-bucket-region": "x"])])
        let error = await rig.read().error
        #expect(error?.description.contains("the bucket lies in x") == true)
        #expect(rig.http.stepsLeft == 0)
    }

    @Test(arguments: ["eu-west-1", "", "evil.example/", "Über"])
    func `A region that helps nothing is not asked`(region: String) async {
        let rig = S3Rig([.refusal(301, "PermanentRedirect", fields: ["x-amz-bucket-region": region])])
        #expect(await rig.read().error != nil)
        #expect(rig.http.requests.count == 1)
    }

    @Test func `An access point's region is never corrected`() async {
        let rig = S3Rig([Self.redirects[0]])
        let bucket = "arn:aws:s3:us-west-2:111122223333:accesspoint/point"
        #expect(await rig.read(S3Request(bucket: bucket, key: "k", region: "eu-west-1")).error != nil)
        #expect(rig.regions == ["us-west-2"])
    }

    @Test func `The ETag of now is asked for without a condition`() async {
        let rig = S3Rig([.response(HTTPResponse(status: 200, fields: ["ETag": "\"e2\""])), .text(404)])
        let request = S3Request(bucket: "bucket", key: "key", etag: "e1")
        #expect(await rig.client.currentETag(of: request, context: RequestContext()) == "e2")
        #expect(await rig.client.currentETag(of: request, context: RequestContext()) == nil)
        #expect(rig.http.requests.map(\.method) == ["HEAD", "HEAD"])
        #expect(rig.sent("If-Match") == [nil, nil])
    }

    @Test func `Regions of many buckets do not fill the memory`() {
        let regions = BucketRegions()
        for number in 0..<1000 { regions["bucket-\(number)"] = "eu-west-1" }
        #expect(regions["bucket-999"] == "eu-west-1")
        #expect((0..<1000).count { regions["bucket-\($0)"] != nil } <= 256)
    }
}
