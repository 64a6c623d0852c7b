import HTTP
import TestSupport
import Testing

@testable import AWS

@Suite struct S3ListingTests {
    private static let empty = ScriptedHTTP.Step.text(
        200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")

    private static func part(_ key: String, next: String?) -> ScriptedHTTP.Step {
        .text(
            200,
            "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>"
                + (next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? "")
                + "<Contents><Key>\(key)</Key><LastModified>2025-03-01T10:30:15Z</LastModified><Size>1</Size></Contents>"
                + "</ListBucketResult>")
    }

    private func list(
        _ rig: S3Rig, _ query: S3ListQuery = S3ListQuery(bucket: "bucket", prefix: "in/")
    ) async -> (page: S3ListPage?, error: S3Error?) {
        do throws(S3Error) { return (try await rig.client.list(query, context: RequestContext()), nil) } catch {
            return (nil, error)
        }
    }

    @Test(arguments: [
        (S3ListQuery(bucket: "bucket", prefix: ""), "encoding-type=url&list-type=2"),
        (
            S3ListQuery(bucket: "bucket", prefix: "a b+/é", start: .behind("a b+/é/%")),
            "encoding-type=url&list-type=2&prefix=a%20b%2B%2F%C3%A9&start-after=a%20b%2B%2F%C3%A9%2F%25"
        ),
        (
            S3ListQuery(bucket: "bucket", prefix: "in/", start: .token("a/b+c=")),
            "continuation-token=a%2Fb%2Bc%3D&encoding-type=url&list-type=2&prefix=in%2F"
        ),
    ])
    func `A list is asked for by a signed query`(query: S3ListQuery, text: String) async {
        let rig = S3Rig([Self.empty], environment: ["AWS_REGION": "eu-west-1"])
        let (page, error) = await list(rig, query)
        #expect(error == nil)
        #expect(rig.http.requests.map(\.url) == ["https://bucket.s3.eu-west-1.amazonaws.com/?\(text)"])
        #expect(rig.http.requests[0].method == "GET")
        #expect(rig.regions == ["eu-west-1"])
        #expect(page?.region == "eu-west-1")
    }

    @Test(arguments: [
        ("dotted.bucket", [:], "https://s3.us-east-1.amazonaws.com/dotted.bucket?"),
        ("bucket", ["AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"], "http://127.0.0.1:1/bucket?"),
        (
            "arn:aws:s3:ap-south-1:111122223333:accesspoint/mine", [:],
            "https://mine-111122223333.s3-accesspoint.ap-south-1.amazonaws.com/?"
        ),
    ])
    func `A bucket is asked where it is`(bucket: String, environment: [String: String], start: String) async {
        let rig = S3Rig([Self.empty], environment: environment)
        _ = await list(rig, S3ListQuery(bucket: bucket, prefix: ""))
        #expect(rig.http.requests.first?.url == start + "encoding-type=url&list-type=2")
    }

    @Test func `Who pays and whose bucket it must be is said with it`() async {
        let rig = S3Rig(
            [Self.empty], options: S3Options(paysForRequests: true, expectedBucketOwner: "111122223333"))
        _ = await list(rig)
        #expect(rig.sent("x-amz-request-payer") == ["requester"])
        #expect(rig.sent("x-amz-expected-bucket-owner") == ["111122223333"])
    }

    @Test func `A bucket that lies in another region is asked there, then and later`() async {
        let moved = ScriptedHTTP.Step.text(
            301, "<Error><Code>PermanentRedirect</Code></Error>", fields: ["x-amz-bucket-region": "eu-west-1"])
        let rig = S3Rig([moved, Self.empty, Self.empty])
        #expect(await list(rig).page?.region == "eu-west-1")
        #expect(await list(rig).page?.region == "eu-west-1")
        #expect(rig.regions == ["us-east-1", "eu-west-1", "eu-west-1"])
    }

    @Test func `The region that the answer tells is the bucket's`() async {
        let told = ScriptedHTTP.Step.text(
            200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>",
            fields: ["x-amz-bucket-region": "ap-south-1"])
        #expect(await list(S3Rig([told])).page?.region == "ap-south-1")
    }

    @Test func `An answer that breaks off is asked for again, as is a server that is busy`() async {
        let whole = HTTPResponse(status: 200, body: Array("<ListBucketResult><IsTruncated>".utf8))
        let rig = S3Rig([.breaksOff(whole, TransferError(.broken)), .text(503), Self.part("in/a", next: nil)])
        let (page, error) = await list(rig)
        #expect(error == nil)
        #expect(page?.entries.map(\.key) == ["in/a"])
        #expect(rig.http.requests.count == 3)
    }

    @Test(arguments: [
        (403, "AccessDenied", "grant s3:ListBucket on the bucket"), (404, "NoSuchBucket", "there is no such bucket"),
        (404, "Odd", "there is no such bucket (Odd)"), (503, "SlowDown", "S3 is busy or unwell"),
        (403, "SignatureDoesNotMatch", "check the secret key"),
    ])
    func `A refusal is told with the prefix and what to do`(status: Int, code: String, words: String) async {
        let refusal = ScriptedHTTP.Step.text(status, "<Error><Code>\(code)</Code></Error>")
        let error = await list(S3Rig([refusal, refusal, refusal])).error
        #expect(error?.description.hasPrefix("s3://bucket/in/ cannot be listed: ") == true)
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("GetObject") == false)
    }

    @Test func `An owner that may be wrong is spoken of`() async {
        let refusal = ScriptedHTTP.Step.text(403, "<Error><Code>AccessDenied</Code></Error>")
        let error = await list(S3Rig([refusal], options: S3Options(expectedBucketOwner: "111122223333"))).error
        #expect(error?.description.contains("RELAY_EXPECTED_BUCKET_OWNER (111122223333)") == true)
    }

    @Test func `What is no list, and a list that would never end, are errors`() async {
        let page = await list(S3Rig([.text(200, "<html>Sign in</html>")])).error
        #expect(page?.description.contains("S3 sent what is no list of objects; check AWS_ENDPOINT_URL_S3") == true)
        let endless = await list(
            S3Rig([Self.part("in/a", next: "t")]), S3ListQuery(bucket: "bucket", prefix: "", start: .token("t"))
        ).error
        #expect(endless?.description.contains("would never end") == true)
    }

    @Test func `An answer of any length is not taken`() async {
        let rig = S3Rig([.text(200, String(repeating: " ", count: 8 << 20 + 1))], chunk: 1 << 20)
        let error = await list(rig).error
        #expect(error?.description.contains("cannot be listed") == true)
        #expect(rig.http.requests.count == 1)
    }
}
