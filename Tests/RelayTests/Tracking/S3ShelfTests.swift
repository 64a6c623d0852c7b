import AWS
import HTTP
import TestSupport
import Testing

@testable import Relay

@Suite struct S3ShelfTests {
    private static let mine = "{\"holder\":\"mine\"}"
    private static let conflict = ScriptedHTTP.Step.text(
        412, "<Error><Code>PreconditionFailed</Code><Message>m</Message></Error>")

    private struct Keys: CredentialProvider {
        func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
            Credentials(accessKeyID: "AKIA", secretAccessKey: "secret")
        }

        func forget(_ rejected: Credentials) async {}
    }

    private static func written(_ etag: String) -> ScriptedHTTP.Step { .text(200, fields: ["ETag": "\"\(etag)\""]) }

    private static func document(_ text: String, _ etag: String) -> ScriptedHTTP.Step {
        .text(200, text, fields: ["ETag": "\"\(etag)\"", "Content-Length": "\(text.utf8.count)"])
    }

    private static func refusal(_ status: Int, _ code: String) -> ScriptedHTTP.Step {
        .text(status, "<Error><Code>\(code)</Code><Message>m</Message></Error>")
    }

    private func shelf(_ http: ScriptedHTTP, prefix: String = "state") -> S3Shelf {
        let requests = SignedRequests(http: http, credentials: Keys(), maxAttempts: 2, waiting: NoWaiting())
        let client = S3Client(requests: requests, environment: AWSEnvironment { _ in nil })
        return S3Shelf(
            client: client, bucket: "bucket", prefix: prefix, setting: "RELAY_STATE_URL", context: RequestContext())
    }

    private func write(
        _ steps: [ScriptedHTTP.Step], if condition: ShelfCondition
    ) async -> (tag: String?, error: ShelfError?, methods: [String]) {
        let http = ScriptedHTTP(steps)
        do throws(ShelfError) {
            let tag = try await shelf(http).write(Array(Self.mine.utf8), to: "a.json", if: condition)
            return (tag, nil, http.requests.map(\.method))
        } catch {
            return (nil, error, http.requests.map(\.method))
        }
    }

    @Test(arguments: [("state", "state/a.json"), ("state/", "state/a.json"), ("", "a.json"), ("a b/c", "a b/c/a.json")])
    func `A document lies under the prefix`(prefix: String, key: String) async throws {
        let http = ScriptedHTTP([Self.document("{}", "e1")])
        let shelf = shelf(http, prefix: prefix)
        #expect(shelf.place(of: "a.json") == "s3://bucket/\(key)")
        #expect(try await shelf.read("a.json") == ShelvedDocument(bytes: Array("{}".utf8), tag: "e1"))
        #expect(http.requests[0].url.hasSuffix("/" + key.split(separator: " ").joined(separator: "%20")))
    }

    @Test func `What is not there is nothing`() async throws {
        #expect(try await shelf(ScriptedHTTP([Self.refusal(404, "NoSuchKey")])).read("a.json") == nil)
    }

    @Test(arguments: [ShelfCondition.always, .absent, .tag("e1")])
    func `A document is written, and its tag returned`(condition: ShelfCondition) async {
        let result = await write([Self.written("e2")], if: condition)
        #expect(result.tag == "e2")
        #expect(result.methods == ["PUT"])
    }

    @Test(arguments: [ShelfCondition.absent, .tag("e1")])
    func `A write whose answer was lost is found to be done`(condition: ShelfCondition) async {
        let lost = ScriptedHTTP.Step.fault(TransferError(.broken))
        // The second attempt meets what the first one wrote.
        let met = await write([lost, Self.conflict, Self.document(Self.mine, "e2")], if: condition)
        #expect(met.tag == "e2")
        #expect(met.methods == ["PUT", "PUT", "GET"])
        // No attempt was answered.
        let silent = await write([lost, lost, Self.document(Self.mine, "e2")], if: condition)
        #expect(silent.tag == "e2")
    }

    @Test(arguments: [
        [Self.conflict, Self.document("{\"holder\":\"other\"}", "e3")],
        [.fault(TransferError(.broken)), Self.conflict, Self.document("{\"holder\":\"other\"}", "e3")],
        [Self.refusal(404, "NoSuchKey"), Self.refusal(404, "NoSuchKey")],
        [Self.conflict, Self.refusal(404, "NoSuchKey")],
    ])
    func `What somebody else wrote is a conflict`(steps: [ScriptedHTTP.Step]) async {
        let result = await write(steps, if: .tag("e1"))
        #expect(result.tag == nil)
        #expect(result.error?.kind == .conflict)
        #expect(result.error?.description.contains("s3://bucket/state/a.json cannot be written") == true)
    }

    @Test(arguments: [
        ([Self.refusal(403, "AccessDenied")], ShelfError.Kind.lasting, "s3:PutObject"),
        ([Self.refusal(404, "NoSuchBucket")], .lasting, "there is no such bucket"),
        (
            [Self.refusal(503, "SlowDown"), Self.refusal(503, "SlowDown"), Self.document("other", "e3")],
            .temporary, "SlowDown"
        ),
        // Nobody knows whether the write was done.
        ([Self.conflict, Self.refusal(503, "SlowDown"), Self.refusal(503, "SlowDown")], .temporary, "cannot be read"),
    ])
    func `Other errors name the setting`(steps: [ScriptedHTTP.Step], kind: ShelfError.Kind, words: String) async {
        let result = await write(steps, if: .tag("e1"))
        #expect(result.error?.kind == kind)
        #expect(result.error?.description.contains(words) == true, "\(String(describing: result.error))")
        #expect(result.error?.description.hasSuffix("Check RELAY_STATE_URL") == true)
    }
}
