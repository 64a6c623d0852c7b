import HTTP
import TestSupport
import Testing

@testable import AWS

@Suite struct S3WritingTests {
    private static let request = S3Request(bucket: "bucket", key: "state/a b", region: "eu-west-1")

    private static func written(_ etag: String = "e2") -> ScriptedHTTP.Step {
        .text(200, "", fields: ["ETag": "\"\(etag)\"", "Content-Length": "0"])
    }

    private func put(
        _ rig: S3Rig, if condition: S3Condition = .always, context: RequestContext = RequestContext()
    ) async -> (etag: String?, error: S3Error?) {
        do throws(S3Error) {
            return (try await rig.client.put(Array("{}".utf8), to: Self.request, if: condition, context: context), nil)
        } catch {
            return (nil, error)
        }
    }

    @Test(arguments: [
        (S3Condition.always, [String?.none, nil]), (.absent, ["*", nil]), (.etag("e1"), [nil, "\"e1\""]),
    ])
    func `An object is written under its condition, and its new ETag returned`(
        condition: S3Condition, fields: [String?]
    ) async {
        let rig = S3Rig([Self.written()])
        #expect(await put(rig, if: condition).etag == "e2")
        let request = rig.http.requests[0]
        #expect(request.method == "PUT")
        #expect(request.url == "https://bucket.s3.eu-west-1.amazonaws.com/state/a%20b")
        #expect(request.body == Array("{}".utf8))
        #expect([request.fields["If-None-Match"], request.fields["If-Match"]] == fields)
        let signed = request.fields["authorization"] ?? ""
        #expect(signed.contains("if-none-match") == (condition == .absent))
        #expect(signed.contains("if-match") == (condition == .etag("e1")))
        // The hash of the body, which keeps it from being written changed.
        #expect(
            request.fields["x-amz-content-sha256"]
                == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    }

    @Test func `What reading corrects and repeats, writing does too`() async {
        let elsewhere = ScriptedHTTP.Step.text(301, "", fields: ["x-amz-bucket-region": "eu-north-1"])
        let skewed = ScriptedHTTP.Step.refusal(
            403, "RequestTimeTooSkewed", fields: ["Date": "Sat, 21 Nov 2026 12:00:00 GMT"])
        let rig = S3Rig(
            [
                elsewhere, skewed, .refusal(503, "SlowDown"), .refusal(409, "ConditionalRequestConflict"),
                Self.written(),
            ], options: S3Options(expectedBucketOwner: "111122223333"))
        #expect(await put(rig, if: .absent).etag == "e2")
        #expect(rig.regions == ["eu-west-1"] + Array(repeating: "eu-north-1", count: 4))
        #expect(rig.sent("If-None-Match") == Array(repeating: "*", count: 5))
        #expect(rig.sent("x-amz-expected-bucket-owner") == Array(repeating: "111122223333", count: 5))
        #expect(rig.sent("x-amz-date").last == "20261121T120000Z")
        #expect(rig.http.requests.allSatisfy { $0.body == Array("{}".utf8) })
    }

    @Test(arguments: [
        (412, "PreconditionFailed", true, Hindrance.lasting), (404, "NoSuchKey", true, .lasting),
        (404, "NoSuchBucket", false, .lasting), (409, "ConditionalRequestConflict", false, .passing),
        (409, "OperationAborted", false, .passing), (503, "SlowDown", false, .passing),
        (403, "AccessDenied", false, .lasting),
    ])
    func `A condition that does not hold is told from what is wrong otherwise`(
        status: Int, code: String, isConflict: Bool, hindrance: Hindrance
    ) async {
        let rig = S3Rig(Array(repeating: .refusal(status, code), count: 3))
        let error = await put(rig, if: .etag("e1")).error
        #expect(error?.meansConflict == isConflict)
        #expect(error?.hindrance == hindrance)
        #expect(rig.http.requests.count == (hindrance == .passing ? 3 : 1))
    }

    @Test(arguments: [
        (403, "AccessDenied", ["s3:PutObject", "kms:GenerateDataKey"]),
        (403, "KMS.AccessDeniedException", ["kms:GenerateDataKey", "its KMS key cannot be used"]),
        (404, "NoSuchBucket", ["there is no such bucket", "AWS_ENDPOINT_URL_S3"]),
        (404, "NoSuchKey", ["it is not there any more", "cannot be replaced"]),
        (412, "PreconditionFailed", ["somebody else wrote it meanwhile"]),
        (409, "ConditionalRequestConflict", ["at the same time", "try again later"]),
        (501, "NotImplemented", ["conditional writes"]),
        (503, "SlowDown", ["busy or unwell", "try again later"]),
    ])
    func `An error says that it is about writing, and what to do`(status: Int, code: String, words: [String]) async {
        let rig = S3Rig(Array(repeating: .refusal(status, code), count: 3))
        let sentence = await put(rig, if: .absent).error?.description ?? ""
        #expect(sentence.hasPrefix("s3://bucket/state/a b cannot be written: "))
        #expect(sentence.contains(code))
        for word in words { #expect(sentence.contains(word), "\(sentence)") }
    }

    @Test func `An answer that is not S3's is no success`() async {
        let error = await put(S3Rig([.text(200, "<html>Sign in</html>")])).error
        #expect(error?.description.contains("without an ETag") == true)
    }

    @Test func `A small object is read whole, and one that is not there is nothing`() async throws {
        let rig = S3Rig([.object("{\"a\":1}"), .refusal(404, "NoSuchKey")])
        let found = try await rig.client.read(Self.request, atMost: 7, context: RequestContext())
        #expect(found?.bytes == Array("{\"a\":1}".utf8))
        #expect(found?.etag == "e1")
        #expect(try await rig.client.read(Self.request, atMost: 7, context: RequestContext()) == nil)
    }

    @Test(arguments: [
        (ScriptedHTTP.Step.object("12345678"), "more than 7 bytes"),
        (.refusal(404, "NoSuchBucket"), "there is no such bucket"),
        (.refusal(403, "AccessDenied"), "denied too unless s3:ListBucket is granted"),
    ])
    func `What cannot be read is an error and not nothing`(step: ScriptedHTTP.Step, words: String) async {
        do throws(S3Error) {
            let found = try await S3Rig([step]).client.read(Self.request, atMost: 7, context: RequestContext())
            Issue.record("\(String(describing: found))")
        } catch {
            #expect(error.description.contains("s3://bucket/state/a b cannot be read: "))
            #expect(error.description.contains(words))
        }
    }

    @Test func `What must still be written is not interrupted, and tried once after an interruption`() async {
        let lasting = RequestContext(outlastsInterruption: true)
        let rig = S3Rig([Self.written(), Self.written()], waiting: InterruptedWaiting())
        #expect(await put(rig, context: lasting).etag == "e2")
        #expect(await put(rig).etag == "e2")
        #expect(rig.http.requests.map(\.isInterruptible) == [false, true])
        let busy = S3Rig([.refusal(503, "SlowDown"), Self.written()], waiting: InterruptedWaiting())
        let error = await put(busy, context: lasting).error
        #expect(error?.hindrance == .passing)
        #expect(error?.description.contains("SlowDown") == true)
        #expect(busy.http.requests.count == 1)
    }
}
