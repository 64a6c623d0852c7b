import AWS
import HTTP
import JSON
import TestSupport
import Testing

@testable import Relay

@Suite struct S3ObjectStoreTests {
    private static let lines = (0..<3).map { Captured.csv("\($0)", "1", id: "e-\($0)") }.joined(separator: "\n")
    private let rig = PipelineRig()

    private struct Keys: CredentialProvider {
        func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
            Credentials(accessKeyID: "AKIA", secretAccessKey: "secret")
        }

        func forget(_ rejected: Credentials) async {}
    }

    private func store(
        _ http: ScriptedHTTP, _ overwritten: S3ObjectStore.Overwritten = .failed, maxAttempts: Int = 2,
        secondsLeft: Int? = nil
    ) -> S3ObjectStore {
        let waiting = NoWaiting()
        let requests = SignedRequests(http: http, credentials: Keys(), maxAttempts: maxAttempts, waiting: waiting)
        let client = S3Client(requests: requests, environment: AWSEnvironment { _ in nil })
        let context = RequestContext(deadline: secondsLeft.map { waiting.now + .seconds($0) })
        return S3ObjectStore(client: client, context: context, overwritten: overwritten)
    }

    private func relay(
        _ steps: [ScriptedHTTP.Step], _ overwritten: S3ObjectStore.Overwritten = .failed, versionID: String? = nil,
        size: Int? = nil, secondsLeft: Int? = nil
    ) async -> (report: ObjectReport?, http: ScriptedHTTP) {
        let http = ScriptedHTTP(steps)
        let object = ObjectReference(bucket: "captures", key: "a.jsonl", versionID: versionID, etag: "e1", size: size)
        var announcement = Announcement()
        announcement.parts = [Part()]
        announcement.parts[0].objects = [object]
        let report = await rig.relay(announcement, from: store(http, overwritten, secondsLeft: secondsLeft))
        return (report.details.first, http)
    }

    private static func object(_ text: String, first count: Int? = nil) -> ScriptedHTTP.Step {
        let bytes = Array(text.utf8)
        let fields: HTTPFields = ["Content-Length": "\(bytes.count)", "ETag": "\"e1\"", "x-amz-version-id": "v1"]
        guard let count else { return .response(HTTPResponse(status: 200, fields: fields, body: bytes)) }
        let part = HTTPResponse(status: 200, fields: fields, body: Array(bytes.prefix(count)))
        return .breaksOff(part, TransferError(.broken))
    }

    private static let overwritten = ScriptedHTTP.Step.text(412, "<Error><Code>PreconditionFailed</Code></Error>")

    @Test func `An object in S3 is relayed`() async {
        let (report, http) = await relay([Self.object(Self.lines)])
        #expect(report?.outcome == .delivered)
        #expect(report?.tally.bytes == Self.lines.utf8.count)
        #expect(rig.rows.count == 3)
        #expect(http.requests[0].url == "https://captures.s3.us-east-1.amazonaws.com/a.jsonl")
    }

    @Test func `In a live trigger an object that was overwritten is skipped`() async {
        let (report, http) = await relay([Self.overwritten], .skipped)
        #expect(report?.outcome == .skipped)
        #expect(report?.reason == "it was overwritten since; a newer version has its own event")
        #expect(report?.isTemporary == false)
        #expect(http.requests.count == 1)
        #expect(rig.log.messages(with: "overwritten").isEmpty)
    }

    @Test func `In a replay an object that was overwritten fails, and both ETags are named`() async {
        let head = HTTPResponse(status: 200, fields: ["ETag": "\"e2\""])
        let (report, http) = await relay([Self.overwritten, .response(head)])
        #expect(report?.outcome == .failed)
        #expect(report?.reason?.contains("its ETag was e1 when it was announced and is e2 now") == true)
        #expect(report?.isTemporary == false)
        #expect(http.requests.map(\.method) == ["GET", "HEAD"])
    }

    @Test func `An ETag that nobody tells does not hide the first one`() async {
        let (report, _) = await relay([Self.overwritten, .text(403)])
        #expect(report?.reason?.contains("its ETag was e1 when it was announced and is another one now") == true)
    }

    @Test func `What S3 refuses for good has failed for good`() async {
        let (report, _) = await relay([.text(403, "<Error><Code>AccessDenied</Code></Error>")], .skipped)
        #expect(report?.outcome == .failed)
        #expect(report?.isTemporary == false)
        #expect(
            report?.reason?.hasPrefix("s3://captures/a.jsonl cannot be read: access is denied (AccessDenied)") == true)
        #expect(rig.log.messages(with: "s3://captures/a.jsonl").count == 1)
    }

    @Test func `What may pass has failed for now`() async {
        let (report, _) = await relay([.text(503), .text(503)], .skipped)
        #expect(report?.outcome == .failed)
        #expect(report?.isTemporary == true)
    }

    @Test func `An object that changes in the middle is delivered in part, and may be tried again`() async {
        let text = (0..<2000).map { Captured.csv("\($0)", "1", id: "e-\($0)") }.joined(separator: "\n")
        let (report, _) = await relay([Self.object(text, first: 100_000), Self.overwritten], .skipped)
        #expect(report?.outcome == .partial)
        #expect(report?.isTemporary == true)
        #expect(report?.reason?.contains("overwritten while it was read") == true)
        #expect(rig.rows.count > 0)
    }

    @Test func `An object that is another one than was announced is as one that was overwritten`() async {
        let other = HTTPResponse(status: 200, fields: ["Content-Length": "1", "ETag": "\"e2\""], body: [0x78])
        #expect(await relay([.response(other)], .skipped).report?.outcome == .skipped)
        let (report, http) = await relay([.response(other)])
        #expect(report?.reason?.contains("its ETag was e1 when it was announced and is e2 now") == true)
        #expect(http.requests.map(\.method) == ["GET"])
    }

    @Test func `The size that was announced is what is delivered`() async {
        let (report, _) = await relay([Self.object(Self.lines)], size: Self.lines.utf8.count + 1)
        #expect(report?.outcome == .failed)
        #expect(rig.rows.isEmpty)
    }

    @Test func `Attempts that were followed by another are told in the summary`() async {
        let delivered = await relay([.text(503), Self.object(Self.lines)]).report
        #expect(delivered?.outcome == .delivered && delivered?.tally.retries == 1)
    }

    @Test func `Attempts that came to nothing are told in the summary`() async {
        let failed = await relay([.text(503), .text(503)]).report
        #expect(failed?.outcome == .failed && failed?.tally.retries == 1)
    }

    @Test func `Attempts at the rest of an object are told in the summary`() async {
        let text = (0..<2000).map { Captured.csv("\($0)", "1", id: "e-\($0)") }.joined(separator: "\n")
        let partial = await relay([Self.object(text, first: 100_000), .text(503), .text(503)]).report
        #expect(partial?.outcome == .partial && partial?.tally.retries == 1)
    }

    @Test func `Time that runs out over a transfer is told as that, whatever the clock says`() async {
        let (open, _) = await relay([.fault(TransferError(.deadline))])
        #expect(open?.stop == .outOfTime)
        #expect(
            open?.reason == "s3://captures/a.jsonl cannot be read: it did not answer before the deadline; out of time "
                + "after line 0; raise the function's time-out, or capture into smaller objects")
        let (wait, http) = await relay([.text(503, fields: ["Retry-After": "10"])], secondsLeft: 9)
        #expect(wait?.stop == .outOfTime && wait?.isTemporary == true)
        #expect(http.requests.count == 1)
        #expect(await relay([.text(503), .text(503)], secondsLeft: 60).report?.stop == nil)
    }

    @Test func `Version and ETag of what was opened complete what was said`() async throws {
        let body = try await store(ScriptedHTTP([Self.object("x")])).open(ObjectReference(bucket: "captures", key: "k"))
        let said = body.confirmed(ObjectReference(bucket: "captures", key: "k"))
        #expect(said.versionID == "v1" && said.etag == "e1")
        let named = ObjectReference(bucket: "captures", key: "k", versionID: "v0", etag: "e0")
        #expect(body.confirmed(named) == named)
    }

    @Test func `An interruption is told as one`() async {
        let (report, _) = await relay([.fault(TransferError(.interrupted))])
        #expect(report?.reason == "s3://captures/a.jsonl was interrupted while it was read")
        #expect(report?.isTemporary == true)
    }
}
