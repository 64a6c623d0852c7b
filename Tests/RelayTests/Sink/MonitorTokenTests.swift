import AWS
import HTTP
import Relay
import TestSupport
import Testing

/// Tokens that are kept by AWS, as the sinks fetch them.
@Suite struct MonitorTokenTests {
    private struct Rig {
        let monitor: ScriptedHTTP
        let secrets: ScriptedHTTP
        let sink: FiddlerSink

        init(_ answers: [ScriptedHTTP.Step], secrets steps: [ScriptedHTTP.Step], context: RequestContext = .init())
            throws
        {
            monitor = ScriptedHTTP(answers)
            secrets = ScriptedHTTP(steps)
            let reference = try SecretReference(SinkRig.arn)
            sink = FiddlerSink(
                SinkRig.fiddler { $0.token = .kept(reference) }, client: monitor, secrets: SinkRig.store(secrets),
                context: context)
        }

        func send() async -> Verdict { await sink.send(SinkRig.shipment(["{}"], for: sink)) }

        var tokens: [String?] { monitor.requests.map { $0.fields["Authorization"] } }
    }

    @Test func `a token is fetched once for all batches`() async throws {
        let rig = try Rig([SinkRig.taken(1), SinkRig.taken(1)], secrets: [SinkRig.secret("token-1")])
        #expect(await rig.send().word == "accepted")
        #expect(await rig.send().word == "accepted")
        #expect(rig.tokens == ["Bearer token-1", "Bearer token-1"])
        #expect(rig.secrets.requests.count == 1)
    }

    @Test func `a token that is not taken is fetched once more`() async throws {
        let rig = try Rig(
            [.text(401), SinkRig.taken(1)], secrets: [SinkRig.secret("token-1"), SinkRig.secret("token-2")])
        #expect(await rig.send().word == "accepted")
        #expect(rig.tokens == ["Bearer token-1", "Bearer token-2"])
    }

    @Test func `a new token that is not taken either ends it`() async throws {
        let rig = try Rig(
            [.text(401), .text(401, #"{"message":"token-2 is unknown"}"#)],
            secrets: [SinkRig.secret("token-1"), SinkRig.secret("token-2")])
        let verdict = await rig.send()
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.contains("401: *** is unknown; check the token that is kept in \(SinkRig.arn)"))
    }

    @Test func `the same token is not sent a second time`() async throws {
        let rig = try Rig([.text(401)], secrets: [SinkRig.secret("token-1"), SinkRig.secret("token-1")])
        #expect(await rig.send().word == "stop, lasting")
        #expect(rig.monitor.requests.count == 1)
    }

    @Test func `a line break that was stored behind the token is not sent`() async throws {
        let rig = try Rig(
            [.text(401), SinkRig.taken(1)], secrets: [SinkRig.secret(#" token-1\n"#), SinkRig.secret(#"token-2\r\n"#)])
        #expect(await rig.send().word == "accepted")
        #expect(rig.tokens == ["Bearer token-1", "Bearer token-2"])
    }

    @Test(arguments: [#"to\nken"#, #"tökén"#, #"\n"#, "to ken"])
    func `what can be no token is never sent and never told`(text: String) async throws {
        let rig = try Rig([], secrets: [SinkRig.secret(text)])
        let verdict = await rig.send()
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.hasPrefix("the token "))
        #expect(!verdict.reason.contains("ken\""))
        #expect(rig.monitor.requests.isEmpty)
    }

    @Test(arguments: [
        (ScriptedHTTP.Step.text(403, #"{"__type":"AccessDeniedException"}"#), "stop, lasting"),
        (.text(503), "stop, passing"), (.fault(TransferError(.deadline)), "stop, deadline"),
        (.fault(TransferError(.interrupted)), "stop, interruption"),
    ])
    func `a token that cannot be fetched ends it in words`(step: ScriptedHTTP.Step, word: String) async throws {
        let rig = try Rig([], secrets: [step])
        let verdict = await rig.send()
        #expect(verdict.word == word)
        #expect(verdict.reason.hasPrefix("the secret \(SinkRig.arn) cannot be read: "))
    }

    @Test func `without a store of secrets nothing is sent`() async throws {
        let reference = try SecretReference(SinkRig.arn)
        let http = ScriptedHTTP([])
        let sink = FiddlerSink(SinkRig.fiddler { $0.token = .kept(reference) }, client: http)
        #expect(await sink.send(SinkRig.shipment(["{}"], for: sink)).word == "stop, lasting")
        #expect(http.requests.isEmpty)
    }

    @Test func `a token as text is not sent a second time`() async {
        let http = ScriptedHTTP([.text(401)])
        let sink = FiddlerSink(SinkRig.fiddler(), client: http)
        let verdict = await sink.send(SinkRig.shipment(["{}"], for: sink))
        #expect(verdict.reason.hasSuffix("answered 401; check FIDDLER_TOKEN"))
        #expect(http.requests.count == 1)
    }
}
