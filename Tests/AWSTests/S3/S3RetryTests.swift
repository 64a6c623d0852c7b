import HTTP
import JSON
import TestSupport
import Testing

@testable import AWS

@Suite struct S3RetryTests {
    private static let troubles: [ScriptedHTTP.Step] = [
        .refusal(503, "SlowDown"), .refusal(500, "InternalError"), .text(502, "<html>Bad gateway</html>"), .text(504),
        .text(429), .refusal(400, "RequestTimeout"), .fault(TransferError(.refused)), .fault(TransferError(.stalled)),
        .fault(TransferError(.unresolved)),
    ]

    @Test(arguments: troubles.indices)
    func `What may pass is tried again`(index: Int) async {
        let rig = S3Rig([Self.troubles[index], Self.troubles[index], .object("x")])
        #expect(await rig.read().text == "x")
        #expect(rig.waiting.waits.count == 2)
        #expect(rig.waiting.waits[0] <= .milliseconds(100))
        #expect(rig.waiting.waits[1] <= .milliseconds(200))
    }

    @Test(arguments: [(nil, 3), ("1", 1), ("5", 5)])
    func `It is tried as often as it may be, and the error may pass`(setting: String?, attempts: Int) async {
        let environment = setting.map { ["AWS_MAX_ATTEMPTS": $0] } ?? [:]
        let rig = S3Rig(Array(repeating: .refusal(503, "SlowDown"), count: 9), environment: environment)
        let error = await rig.read().error
        #expect(rig.http.requests.count == attempts)
        #expect(error?.isTemporary == true)
        #expect(error?.description.contains("(SlowDown: It says so)") == true)
    }

    @Test(arguments: [
        ScriptedHTTP.Step.refusal(403, "AccessDenied"), .refusal(404, "NoSuchKey"), .refusal(400, "InvalidRequest"),
        .refusal(405, "MethodNotAllowed"), .fault(TransferError(.certificate)), .fault(TransferError(.interrupted)),
    ])
    func `What is refused for good is asked for once`(step: ScriptedHTTP.Step) async {
        let rig = S3Rig([step, .object("x")])
        #expect(await rig.read().error != nil)
        #expect(rig.http.requests.count == 1)
    }

    @Test(arguments: [("7", 7), ("Sat, 21 Nov 2026 10:00:20 GMT", 20)])
    func `S3 is left alone for as long as it asks`(field: String, seconds: Int) async {
        let rig = S3Rig([.refusal(503, "SlowDown", fields: ["Retry-After": field]), .object("x")])
        #expect(await rig.read().text == "x")
        #expect(rig.waiting.waits == [.seconds(seconds)])
    }

    @Test func `Nobody waits for an hour, nor beyond the deadline`() async {
        let hour = S3Rig([.refusal(503, "SlowDown", fields: ["Retry-After": "3600"]), .object("x")])
        #expect(await hour.read().error?.isTemporary == true)
        #expect(hour.waiting.waits == [])
        let late = S3Rig([.refusal(503, "SlowDown", fields: ["Retry-After": "10"]), .object("x")])
        let context = RequestContext(deadline: late.waiting.now + .seconds(9))
        #expect(await late.read(context: context).error?.isTemporary == true)
        #expect(late.waiting.waits == [])
    }

    @Test func `Attempts that were followed by another are counted, and corrections are not`() async throws {
        let expired = ScriptedHTTP.Step.refusal(400, "ExpiredToken")
        let elsewhere = ScriptedHTTP.Step.text(301, "", fields: ["x-amz-bucket-region": "eu-north-1"])
        let rig = S3Rig([
            .text(503), elsewhere, expired, .text(503), .object("0123456789", breakingAfter: 4), .text(503),
            .object("0123456789", from: 4),
        ])
        let object = try await rig.client.open(
            S3Request(bucket: "bucket", key: "key", region: "eu-west-1"), context: RequestContext())
        #expect(object.retries == 2)
        var bytes = ByteBuffer()
        while try await object.read(into: &bytes) > 0 {}
        #expect(object.retries == 4)
        #expect(rig.http.stepsLeft == 0)
    }

    @Test func `A failure says how often it was tried again`() async throws {
        let busy = Array(repeating: ScriptedHTTP.Step.text(503), count: 9)
        #expect(await S3Rig(busy).read().error?.retries == 2)
        let rig = S3Rig([.object("0123456789", breakingAfter: 4)] + busy)
        let object = try await rig.client.open(S3Request(bucket: "bucket", key: "key"), context: RequestContext())
        var bytes = ByteBuffer()
        await #expect(throws: S3Error.self) { while try await object.read(into: &bytes) > 0 {} }
        #expect(object.retries == 2)
    }

    @Test func `An interruption ends the waiting`() async {
        let rig = S3Rig([.refusal(503, "SlowDown"), .object("x")], waiting: InterruptedWaiting())
        let error = await rig.read().error
        #expect(error?.hindrance == .interruption)
        #expect(rig.http.requests.count == 1)
    }

    @Test func `A clock that is off is put right once, and stays so`() async {
        let skewed = ScriptedHTTP.Step.refusal(
            403, "RequestTimeTooSkewed", fields: ["Date": "Sat, 21 Nov 2026 12:00:00 GMT"])
        let rig = S3Rig([skewed, .object("one"), .object("two"), skewed, skewed])
        #expect(await rig.read().text == "one")
        #expect(await rig.read().text == "two")
        #expect(await rig.read().error?.description.contains("the clock of this machine is too far off") == true)
        #expect(
            rig.sent("x-amz-date") == [
                "20261121T100000Z", "20261121T120000Z", "20261121T120000Z", "20261121T120000Z", "20261121T120000Z",
            ])
        #expect(rig.waiting.waits == [])
    }

    @Test(arguments: ["ExpiredToken", "InvalidToken", "ExpiredTokenException"])
    func `Keys that have expired are fetched anew once`(code: String) async {
        let rig = S3Rig([.refusal(400, code), .object("x"), .refusal(400, code), .refusal(400, code)])
        #expect(await rig.read().text == "x")
        #expect(rig.keys.forgotten == ["AKIA0"])
        #expect(await rig.read().error != nil)
        #expect(rig.keys.forgotten == ["AKIA0", "AKIA1"])
        #expect(rig.http.stepsLeft == 0)
    }

    @Test func `Without keys nothing is sent`() async {
        let rig = S3Rig([.object("x")])
        rig.keys.fail(with: .none(tried: [.init(source: "environment", outcome: "not set")]))
        let error = await rig.read().error
        #expect(error?.description.contains("s3://bucket/key cannot be read: there are no AWS credentials") == true)
        #expect(rig.http.requests.isEmpty)
    }
}
