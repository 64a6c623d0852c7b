import AWS
import HTTP
import TestSupport
import Testing

@testable import Relay

@Suite struct SQSContinuationQueueTests {
    private struct Keys: CredentialProvider {
        func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
            Credentials(accessKeyID: "AKIA", secretAccessKey: "secret")
        }

        func forget(_ rejected: Credentials) async {}
    }

    private func queue(_ http: ScriptedHTTP) throws -> SQSContinuationQueue {
        let requests = SignedRequests(http: http, credentials: Keys(), waiting: NoWaiting())
        let client = QueueClient(requests: requests, environment: AWSEnvironment { _ in nil })
        let url = try QueueURL("https://sqs.eu-west-1.amazonaws.com/111122223333/rest")
        return SQSContinuationQueue(client: client, queue: url, context: RequestContext(traceID: "Root=1-2-3"))
    }

    @Test func `A message is sent to the queue`() async throws {
        let http = ScriptedHTTP([.text(200, #"{"MessageId":"m"}"#)])
        try await queue(http).send(#"{"captureRelay":"continue/1"}"#, group: "s3://b/k")
        let body = String(decoding: http.requests[0].body ?? [], as: UTF8.self)
        #expect(body.contains(#"{\"captureRelay\":\"continue/1\"}"#))
        #expect(http.requests[0].fields["X-Amzn-Trace-Id"] == nil)
    }

    @Test func `An error names the permission and the setting`() async throws {
        let http = ScriptedHTTP([.text(403, #"{"__type":"AccessDeniedException","message":"No"}"#)])
        let queue = try queue(http)
        do throws(ContinuationError) {
            try await queue.send("{}", group: "g")
            Issue.record("It was sent.")
        } catch {
            #expect(error.description.contains("sqs:SendMessage"))
            #expect(error.description.hasSuffix("Check RELAY_CONTINUATION_QUEUE_URL"))
        }
    }
}
