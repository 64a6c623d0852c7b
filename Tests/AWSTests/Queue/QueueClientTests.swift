import HTTP
import JSON
import TestSupport
import Testing

@testable import AWS

@Suite struct QueueClientTests {
    private static let url = "https://sqs.eu-west-1.amazonaws.com/111122223333/rest"
    private static let accepted = ScriptedHTTP.Step.text(200, #"{"MessageId":"m-1","MD5OfMessageBody":"x"}"#)

    /// Sends a message to a queue; what was asked, and what went wrong.
    private func send(
        _ message: String = #"{"é":1}"#, to url: String = url, answers steps: [ScriptedHTTP.Step] = [accepted],
        environment: [String: String] = [:]
    ) async throws -> (requests: [HTTPRequest], error: QueueError?) {
        let http = ScriptedHTTP(steps)
        let environment = AWSEnvironment { environment[$0] }
        let requests = SignedRequests(
            http: http, credentials: FixedKeys(), clock: SigningClock(machine: { S3Rig.time }), waiting: NoWaiting())
        let client = QueueClient(requests: requests, environment: environment)
        let queue = try QueueURL(url)
        do throws(QueueError) {
            try await client.send(message, to: queue, group: "s3://b/k", context: RequestContext())
            return (http.requests, nil)
        } catch {
            return (http.requests, error)
        }
    }

    @Test func `A message is sent by a signed call`() async throws {
        let (requests, error) = try await send()
        #expect(error == nil)
        #expect(requests.map(\.url) == ["https://sqs.eu-west-1.amazonaws.com/"])
        #expect(requests[0].fields["X-Amz-Target"] == "AmazonSQS.SendMessage")
        #expect(requests[0].fields["Content-Type"] == "application/x-amz-json-1.0")
        #expect(requests[0].fields["authorization"]?.contains("/eu-west-1/sqs/aws4_request") == true)
        let body = try JSONValue(parsing: requests[0].body ?? [])
        #expect(body.members?.map(\.key) == ["QueueUrl", "MessageBody"])
        #expect(body["QueueUrl"]?.string == Self.url)
        #expect(body["MessageBody"]?.string == #"{"é":1}"#)
    }

    @Test func `A queue that keeps order is told the group, and swallows attempts but no messages`() async throws {
        func fields() async throws -> [JSONValue] {
            let (requests, _) = try await send("a", to: Self.url + ".fifo", answers: [.text(503), Self.accepted])
            return try requests.map { try JSONValue(parsing: $0.body ?? []) }
        }
        let (first, again) = (try await fields(), try await fields())
        #expect(first[0]["MessageGroupId"]?.string?.utf8.count == 64)
        #expect(first[0]["MessageGroupId"]?.string == again[0]["MessageGroupId"]?.string)
        let ids = (first + again).compactMap { $0["MessageDeduplicationId"]?.string }
        #expect(ids.count == 4)
        #expect(ids[0] == ids[1])
        #expect(ids[2] == ids[3])
        #expect(ids[0] != ids[2])
    }

    @Test(arguments: [
        (Self.url, ["AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:1"], "http://127.0.0.1:1/", "eu-west-1"),
        (Self.url, ["AWS_ENDPOINT_URL": "http://127.0.0.1:2"], "http://127.0.0.1:2/", "eu-west-1"),
        (
            Self.url, ["AWS_USE_FIPS_ENDPOINT": "true"], "https://sqs-fips.eu-west-1.amazonaws.com/", "eu-west-1"
        ),
        ("http://127.0.0.1:4566/0/q", ["AWS_REGION": "ap-south-1"], "http://127.0.0.1:4566/", "ap-south-1"),
        (
            "http://127.0.0.1:4566/0/q", ["AWS_REGION": "ap-south-1", "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:1"],
            "http://127.0.0.1:1/", "ap-south-1"
        ),
        (
            "https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com/1/q", ["AWS_REGION": "us-east-1"],
            "https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com/", "eu-west-1"
        ),
    ])
    func `A queue is asked for where it is`(
        url: String, environment: [String: String], asked: String, region: String
    ) async throws {
        let (requests, error) = try await send(to: url, environment: environment)
        #expect(error == nil)
        #expect(requests.map(\.url) == [asked])
        #expect(requests[0].fields["authorization"]?.contains("/\(region)/sqs/") == true)
    }

    @Test func `Without a region nothing is sent`() async throws {
        let (requests, error) = try await send(to: "http://127.0.0.1:4566/0/q")
        #expect(requests.isEmpty)
        #expect(error?.description.contains("set AWS_REGION") == true)
    }

    @Test func `What may pass is tried again`() async throws {
        let (requests, error) = try await send(answers: [.text(503), .fault(TransferError(.broken)), Self.accepted])
        #expect(error == nil)
        #expect(requests.count == 3)
    }

    @Test(arguments: [
        (400, "com.amazonaws.sqs#QueueDoesNotExist", "there is no such queue (QueueDoesNotExist)"),
        (400, "AWS.SimpleQueueService.NonExistentQueue", "there is no such queue"),
        (403, "AccessDeniedException", "grant sqs:SendMessage on it"),
        (400, "com.amazonaws.sqs#KmsAccessDenied", "kms:GenerateDataKey and kms:Decrypt on it"),
        (400, "KmsThrottled", "SQS is busy or unwell"),
        (403, "InvalidClientTokenId", "check AWS_ACCESS_KEY_ID"),
        (400, "InvalidMessageContents", "SQS refused (InvalidMessageContents: It says so)"),
    ])
    func `A refusal is told with the queue and what to do`(status: Int, code: String, words: String) async throws {
        let refusal = ScriptedHTTP.Step.text(status, #"{"__type":"\#(code)","message":"It says so."}"#)
        let error = try await send("the message", answers: Array(repeating: refusal, count: 3)).error
        #expect(error?.description.hasPrefix("no message can be sent to the queue \(Self.url): ") == true)
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("the message") == false)
        #expect(error?.hindrance == (code == "KmsThrottled" ? .passing : .lasting))
    }

    @Test(arguments: ["<html>Sign in</html>", "{}", #"{"MessageId":""}"#])
    func `A success without a message's id is none`(answer: String) async throws {
        let error = try await send(answers: [.text(200, answer)]).error
        #expect(error?.description.contains("what answered is not SQS") == true)
    }
}
