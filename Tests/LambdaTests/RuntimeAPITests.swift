import HTTP
import Lambda
import TestSupport
import Testing

@Suite struct RuntimeAPITests {
    private static let invocation = Invocation(requestID: "r-1", deadline: .now, invocationID: "i-1", event: [])

    @Test func `The next invocation is waited for without an end, and past any proxy`() async throws {
        let fixture = RuntimeFixture([.invocation("r-1", event: #"{"a":1}"#)])
        let invocation = try await fixture.api.next()
        #expect(invocation.event == Array(#"{"a":1}"#.utf8))
        let request = try #require(fixture.client.requests.first)
        #expect(request.method == "GET")
        #expect(request.url == "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next")
        #expect(request.route == .machine)
        #expect(request.stallTimeout == nil)
        #expect(request.deadline == nil)
        #expect(request.isInterruptible)
    }

    @Test func `An event of the longest kind comes whole`() async throws {
        let event = String(repeating: "x", count: 6_291_556)
        let fixture = RuntimeFixture([.invocation("r-1", event: event)])
        #expect(try await fixture.api.next().event.count == event.utf8.count)
    }

    @Test func `A deadline is counted from when the invocation came`() async throws {
        let fixture = RuntimeFixture([.invocation("r", fields: ["Lambda-Runtime-Deadline-Ms": "1003000"])])
        #expect(try await fixture.api.next().deadline == fixture.waiting.now + .seconds(3))
    }

    @Test func `Without a request id an invocation is refused in words`() async {
        let fixture = RuntimeFixture([.text(200, "{}")])
        await #expect(throws: RuntimeAPIError.unnamed) { _ = try await fixture.api.next() }
        #expect("\(RuntimeAPIError.unnamed)".contains("Lambda-Runtime-Aws-Request-Id"))
    }

    @Test(arguments: [204, 301, 403, 500])
    func `Another status than 200 is no invocation`(status: Int) async {
        let fixture = RuntimeFixture([.text(status, "words")])
        await #expect(throws: RuntimeAPIError.refused(status: status, words: "words")) {
            _ = try await fixture.api.next()
        }
        #expect(fixture.client.requests.count == 1)
    }

    @Test func `An answer names its attempt, and is not interrupted`() async throws {
        let fixture = RuntimeFixture([.accepted])
        let verdict = try await fixture.api.send(.success(Array(#"{"ok":1}"#.utf8)), to: Self.invocation)
        #expect(verdict == .accepted)
        #expect(fixture.requests == ["POST invocation/r-1/response"])
        #expect(fixture.bodies == [#"{"ok":1}"#])
        let request = try #require(fixture.client.requests.first)
        #expect(request.fields["lambda-runtime-invocation-id"] == "i-1")
        #expect(request.fields["Content-Type"] == "application/json")
        #expect(request.route == .machine)
        #expect(!request.isInterruptible)
        #expect(request.stallTimeout == .seconds(2))
        #expect(request.deadline == fixture.waiting.now + .seconds(5))
    }

    @Test func `A failure names its attempt and its type`() async throws {
        let fixture = RuntimeFixture([.accepted])
        let error = FunctionError(type: "not delivered", message: "a\nb")
        #expect(try await fixture.api.send(.failure(error), to: Self.invocation) == .accepted)
        #expect(fixture.requests == ["POST invocation/r-1/error"])
        #expect(
            fixture.bodies == [#"{"errorMessage":"a\nb","errorType":"Function.NotDelivered","stackTrace":[]}"#])
        let fields = try #require(fixture.client.requests.first?.fields)
        #expect(fields["Lambda-Runtime-Function-Error-Type"] == "Function.NotDelivered")
        #expect(fields["Lambda-Runtime-Invocation-Id"] == "i-1")
    }

    @Test func `Without an attempt none is named`() async throws {
        let fixture = RuntimeFixture([.accepted])
        let invocation = Invocation(requestID: "r-1", deadline: .now, event: [])
        _ = try await fixture.api.send(.success([]), to: invocation)
        #expect(fixture.client.requests.first?.fields["Lambda-Runtime-Invocation-Id"] == nil)
    }

    @Test(arguments: [
        (202, AnswerVerdict.accepted), (200, .accepted), (410, .tooLate), (413, .tooLong), (403, .repeated),
        (400, .unknown),
    ])
    func `What Lambda says to an answer is taken as it is`(status: Int, verdict: AnswerVerdict) async throws {
        let fixture = RuntimeFixture([.text(status, "{}")])
        #expect(try await fixture.api.send(.success([]), to: Self.invocation) == verdict)
        #expect(fixture.client.requests.count == 1)
        #expect((verdict.warning == nil) == (status < 300))
    }

    @Test func `An answer that does not get through is tried three times, with waits`() async throws {
        let fixture = RuntimeFixture([.fault(TransferError(.broken)), .text(500, "oops"), .accepted])
        #expect(try await fixture.api.send(.success([7]), to: Self.invocation) == .accepted)
        #expect(fixture.requests == [String](repeating: "POST invocation/r-1/response", count: 3))
        #expect(fixture.client.requests.allSatisfy { $0.body == [7] })
        #expect(fixture.waiting.waits.count == 2)
    }

    @Test func `After three attempts it is said what became of the answer`() async {
        let fixture = RuntimeFixture([.text(500, "a"), .fault(TransferError(.stalled)), .text(503, "c"), .accepted])
        let error = RuntimeAPIError.undelivered(what: "The answer to r-1", reason: "it answered 503 c")
        await #expect(throws: error) { _ = try await fixture.api.send(.success([]), to: Self.invocation) }
        #expect(fixture.client.stepsLeft == 1)
        #expect(error.description == "The answer to r-1 could not be handed to the Runtime API: it answered 503 c")
    }

    @Test func `A problem of the start is told with its type`() async throws {
        let fixture = RuntimeFixture([.accepted])
        let error = FunctionError(type: "Runtime.InvalidSettings", message: "\u{1}")
        #expect(try await fixture.api.send(initError: error) == .accepted)
        #expect(fixture.requests == ["POST init/error"])
        #expect(
            fixture.bodies == [#"{"errorMessage":"\u0001","errorType":"Runtime.InvalidSettings","stackTrace":[]}"#])
        let request = try #require(fixture.client.requests.first)
        #expect(request.fields["Lambda-Runtime-Function-Error-Type"] == "Runtime.InvalidSettings")
        #expect(!request.isInterruptible)
    }
}
