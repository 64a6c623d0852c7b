import HTTP
import JSON
import TestSupport
import Testing

@testable import AWS

@Suite struct QueueBatchTests {
    private static let url = "https://sqs.eu-west-1.amazonaws.com/111122223333/rest"

    private static func answer(sent: [Int], failed: [Int: String] = [:], isSendersFault: Bool = false)
        -> ScriptedHTTP.Step
    {
        let good = sent.map { #"{"Id":"\#($0)","MessageId":"m-\#($0)","MD5OfMessageBody":"x"}"# }
        let bad = failed.sorted { $0.key < $1.key }.map { id, code in
            #"{"Id":"\#(id)","Code":"\#(code)","Message":"It says so.","SenderFault":\#(isSendersFault)}"#
        }
        return .text(
            200, #"{"Successful":[\#(good.joined(separator: ","))],"Failed":[\#(bad.joined(separator: ","))]}"#)
    }

    private static func batch(_ count: Int) -> QueueBatch {
        var batch = QueueBatch()
        for index in 0..<count { _ = batch.add("message \(index)", group: "s3://b/\(index)") }
        return batch
    }

    /// Sends some messages; what was asked, how long it waited, and what went wrong.
    private func send(
        _ count: Int = 3, to url: String = url, answers: [ScriptedHTTP.Step], waiting: NoWaiting = NoWaiting()
    ) async throws -> (bodies: [JSONValue], http: ScriptedHTTP, error: QueueError?) {
        let http = ScriptedHTTP(answers)
        let requests = SignedRequests(
            http: http, credentials: FixedKeys(), clock: SigningClock(machine: { S3Rig.time }), waiting: waiting)
        let client = QueueClient(requests: requests, environment: AWSEnvironment { _ in nil })
        let queue = try QueueURL(url)
        var failure: QueueError?
        do throws(QueueError) {
            try await client.send(Self.batch(count), to: queue, context: RequestContext())
        } catch {
            failure = error
        }
        return (try http.requests.map { try JSONValue(parsing: $0.body ?? []) }, http, failure)
    }

    private func ids(_ body: JSONValue) -> [String] {
        body["Entries"]?.elements?.compactMap { $0["Id"]?.string } ?? []
    }

    @Test func `Messages are sent in one signed call`() async throws {
        let (bodies, http, error) = try await send(answers: [Self.answer(sent: [0, 1, 2])])
        #expect(error == nil)
        #expect(http.requests.map(\.url) == ["https://sqs.eu-west-1.amazonaws.com/"])
        #expect(http.requests[0].fields["X-Amz-Target"] == "AmazonSQS.SendMessageBatch")
        #expect(bodies[0]["QueueUrl"]?.string == Self.url)
        let entries = bodies[0]["Entries"]?.elements ?? []
        #expect(entries.map { $0["MessageBody"]?.string } == ["message 0", "message 1", "message 2"])
        #expect(entries[0].members?.map(\.key) == ["Id", "MessageBody"])
    }

    @Test(arguments: [true, false])
    func `Those that were not taken are sent again alone`(isSendersFault: Bool) async throws {
        let waiting = NoWaiting()
        let (bodies, _, error) = try await send(
            answers: [
                Self.answer(sent: [0, 2], failed: [1: "InternalError"], isSendersFault: isSendersFault),
                Self.answer(sent: [], failed: [1: "InternalError"], isSendersFault: isSendersFault),
                Self.answer(sent: [1]),
            ], waiting: waiting)
        #expect(error == nil)
        #expect(bodies.map(ids) == [["0", "1", "2"], ["1"], ["1"]])
        #expect(waiting.waits.count == 2)
    }

    @Test func `A message that nothing is said of was not sent`() async throws {
        let (bodies, _, error) = try await send(
            answers: [Self.answer(sent: [0], failed: [2: "InternalError"]), Self.answer(sent: [1, 2])])
        #expect(error == nil)
        #expect(bodies.map(ids) == [["0", "1", "2"], ["1", "2"]])
    }

    @Test func `A queue that takes nothing is given up after ten attempts, and its words are told`() async throws {
        let refusal = Self.answer(sent: [], failed: [0: "KmsAccessDenied", 1: "KmsAccessDenied", 2: "KmsAccessDenied"])
        let (bodies, _, error) = try await send(answers: Array(repeating: refusal, count: 11))
        #expect(bodies.count == 10)
        #expect(error?.description.hasPrefix("no message can be sent to the queue \(Self.url): ") == true)
        #expect(error?.description.contains("SQS is busy or unwell (KmsAccessDenied: It says so)") == true)
        #expect(error?.description.contains("message 0") == false)
    }

    @Test func `A message that is itself at fault is tried three times`() async throws {
        let refusal = Self.answer(sent: [], failed: [1: "InvalidMessageContents"], isSendersFault: true)
        let (bodies, _, error) = try await send(
            answers: [Self.answer(sent: [0, 2], failed: [1: "InvalidMessageContents"], isSendersFault: true)]
                + Array(repeating: refusal, count: 5))
        #expect(bodies.count == 3)
        #expect(error?.description.contains("SQS refused (InvalidMessageContents: It says so)") == true)
    }

    @Test func `As long as some are taken, it goes on`() async throws {
        let count = 10
        let answers = (0..<count).flatMap { index in
            Array(
                repeating: Self.answer(sent: [], failed: [index: "ThrottlingException"]), count: 5)
                + [Self.answer(sent: [index], failed: index < count - 1 ? [index + 1: "ThrottlingException"] : [:])]
        }
        let (bodies, http, error) = try await send(count, answers: answers)
        #expect(error == nil)
        #expect(http.stepsLeft == 0)
        #expect(bodies.count == 60)
    }

    @Test func `Throttling is waited for`() async throws {
        let waiting = NoWaiting()
        let throttled = ScriptedHTTP.Step.text(
            400, #"{"__type":"com.amazonaws.sqs#RequestThrottled","message":"slow"}"#, fields: ["Retry-After": "7"])
        let (_, _, error) = try await send(
            answers: Array(repeating: throttled, count: 6) + [Self.answer(sent: [0, 1, 2])], waiting: waiting)
        #expect(error == nil)
        #expect(waiting.waits.count == 6)
        #expect(waiting.waits.allSatisfy { $0 >= .seconds(7) })
    }

    @Test func `What will not pass is told at once`() async throws {
        let missing = ScriptedHTTP.Step.text(400, #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}"#)
        let (bodies, _, error) = try await send(answers: [missing])
        #expect(bodies.count == 1)
        #expect(error?.description.contains("there is no such queue (QueueDoesNotExist)") == true)
    }

    @Test(arguments: ["{}", "<html>Sign in</html>", #"{"Successful":[{"Id":"0"}]}"#, #"{"Successful":"all"}"#])
    func `A success that names no messages is none`(answer: String) async throws {
        let (_, _, error) = try await send(1, answers: [.text(200, answer)])
        #expect(error?.description.contains("what answered is not SQS") == true)
    }

    @Test func `A queue that keeps order knows each message again in every attempt`() async throws {
        let (bodies, _, error) = try await send(
            2, to: Self.url + ".fifo",
            answers: [.text(503), Self.answer(sent: [0], failed: [1: "InternalError"]), Self.answer(sent: [1])])
        #expect(error == nil)
        let entries = bodies.map { $0["Entries"]?.elements ?? [] }
        let groups = entries[0].compactMap { $0["MessageGroupId"]?.string }
        let marks = entries.map { $0.compactMap { $0["MessageDeduplicationId"]?.string } }
        #expect(Set(groups).count == 2)
        #expect(Set(marks[0]).count == 2)
        #expect(marks[1] == marks[0])
        #expect(marks[2] == [marks[0][1]])
    }

    @Test func `A batch has ten messages at most, and no more than 256 KiB`() {
        var batch = Self.batch(10)
        let takesAnother = batch.add("one more", group: "")
        #expect(batch.count == 10 && !takesAnother)
        var large = QueueBatch()
        let sizes = [100, 100, 100, 56, 1]
        let taken = sizes.map { large.add(String(repeating: "x", count: $0 << 10), group: "") }
        #expect(taken == [true, true, false, true, false])
        var alone = QueueBatch()
        let isTaken = alone.add(String(repeating: "x", count: 300 << 10), group: "")
        #expect(isTaken)
    }
}
