import HTTP
import Lambda
import TestSupport
import Testing

@Suite struct LambdaRuntimeTests {
    private final class Switch {
        var isOn = false
        var warnings: [String] = []
    }

    private let state = Switch()

    private func run(_ fixture: RuntimeFixture, _ handler: ScriptedHandler) async -> LambdaRuntime.Ending {
        let runtime = LambdaRuntime(
            api: fixture.api, isInterrupted: { state.isOn }, warn: { state.warnings.append($0) })
        return await runtime.run(handler)
    }

    @Test func `One invocation after another is done and answered, until the Runtime API is gone`() async {
        let fixture = RuntimeFixture([
            .invocation("a", event: "1", fields: ["Lambda-Runtime-Invocation-Id": "a-1"]), .accepted,
            .invocation("b", event: "2", fields: ["Lambda-Runtime-Invocation-Id": "b-1"]), .accepted, .gone,
        ])
        let failure = FunctionError(type: "Function.Bad", message: "no")
        let handler = ScriptedHandler([.success([0x31]), .failure(failure)])
        #expect(await run(fixture, handler) == .gone(TransferError(.refused)))
        #expect(handler.invocations.map(\.event) == [[0x31], [0x32]])
        #expect(
            fixture.requests == [
                "GET invocation/next", "POST invocation/a/response", "GET invocation/next", "POST invocation/b/error",
                "GET invocation/next",
            ])
        let echoed = fixture.client.requests.map { $0.fields["Lambda-Runtime-Invocation-Id"] }
        #expect(echoed == [nil, "a-1", nil, "b-1", nil])
        #expect(state.warnings.isEmpty)
    }

    @Test(arguments: [410, 413, 403, 400])
    func `An answer that Lambda does not take is warned of, and the next invocation is done`(status: Int) async {
        let fixture = RuntimeFixture([.invocation("a"), .text(status), .invocation("b"), .accepted, .gone])
        let handler = ScriptedHandler()
        #expect(await run(fixture, handler) == .gone(TransferError(.refused)))
        #expect(handler.invocations.map(\.requestID) == ["a", "b"])
        #expect(state.warnings.count == 1)
        #expect(state.warnings.first?.contains("(\(status))") == true)
    }

    @Test func `After an answer that got nowhere nothing more is asked for`() async {
        let fixture = RuntimeFixture([.invocation("a"), .text(500), .text(500), .text(500), .invocation("a")])
        let handler = ScriptedHandler()
        let ending = await run(fixture, handler)
        #expect(ending == .failed(.undelivered(what: "The answer to a", reason: "it answered 500 ")))
        #expect(handler.invocations.count == 1)
        #expect(fixture.client.stepsLeft == 1)
    }

    @Test func `An invocation that comes again and again is not done for ever`() async {
        let rounds = [[ScriptedHTTP.Step]](repeating: [.invocation("a"), .text(400)], count: 9)
        let handler = ScriptedHandler()
        #expect(await run(RuntimeFixture(Array(rounds.joined())), handler) == .failed(.refusedAnswers(count: 3)))
        #expect(handler.invocations.count == 3)
    }

    @Test func `Refused answers that do not follow one another stop nothing`() async {
        let round: [ScriptedHTTP.Step] = [
            .invocation("a"), .text(400), .invocation("b"), .text(403), .invocation("c"), .text(410),
        ]
        let handler = ScriptedHandler()
        #expect(await run(RuntimeFixture(round + round + [.gone]), handler) == .gone(TransferError(.refused)))
        #expect(handler.invocations.count == 6)
    }

    @Test(arguments: [
        (TransferError.Fault.refused, LambdaRuntime.Ending.gone(TransferError(.refused))),
        (.broken, .gone(TransferError(.broken))), (.interrupted, .interrupted),
        (.rubbish, .failed(.noInvocation(TransferError(.rubbish)))),
        (.tooLong(limit: 1), .failed(.noInvocation(TransferError(.tooLong(limit: 1))))),
        (.url, .failed(.noInvocation(TransferError(.url)))),
    ])
    func `A poll that breaks off ends the loop at once`(
        fault: TransferError.Fault,
        ending: LambdaRuntime.Ending
    ) async {
        let fixture = RuntimeFixture([.fault(TransferError(fault)), .invocation("a")])
        let handler = ScriptedHandler()
        #expect(await run(fixture, handler) == ending)
        #expect(handler.invocations.isEmpty)
        #expect(fixture.client.requests.count == 1)
        #expect(fixture.waiting.waits.isEmpty)
    }

    @Test func `A poll that is answered with something else ends the loop at once`() async {
        let fixture = RuntimeFixture([.text(500, "down"), .invocation("a")])
        let ending = await run(fixture, ScriptedHandler())
        #expect(ending == .failed(.refused(status: 500, words: "down")))
        #expect(ending.description == "The Runtime API gave no invocation: it answered 500: down")
        #expect(fixture.client.requests.count == 1)
    }

    @Test func `An event that breaks off is not done`() async {
        let head = HTTPResponse(
            status: 200, fields: ["Lambda-Runtime-Aws-Request-Id": "a"], body: Array("{\"Rec".utf8))
        let handler = ScriptedHandler()
        let fixture = RuntimeFixture([.breaksOff(head, TransferError(.broken))])
        #expect(await run(fixture, handler) == .gone(TransferError(.broken)))
        #expect(handler.invocations.isEmpty)
    }

    @Test func `Who is asked to stop while it works still answers, and asks for nothing more`() async {
        let fixture = RuntimeFixture([.invocation("a"), .accepted, .invocation("b")])
        let handler = ScriptedHandler(afterwards: { state.isOn = true })
        #expect(await run(fixture, handler) == .interrupted)
        #expect(fixture.requests == ["GET invocation/next", "POST invocation/a/response"])
    }

    @Test func `Who is asked to stop before it begins asks for nothing`() async {
        state.isOn = true
        let fixture = RuntimeFixture([.invocation("a")])
        #expect(await run(fixture, ScriptedHandler()) == .interrupted)
        #expect(fixture.client.requests.isEmpty)
    }
}
