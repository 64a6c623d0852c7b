import AWS
import HTTP
import TestSupport
import Testing

@testable import Relay

/// What OpenScale took is followed until it is stored, or there is no more time.
@Suite struct OpenScaleWatchTests {
    private static let preparing = OpenScaleRig.state("preparing")

    @Test func `it is looked at soon, and then less often`() async {
        let looks = [ScriptedHTTP.Step](repeating: Self.preparing, count: 7)
        let rig = OpenScaleRig([OpenScaleRig.taken()] + looks + [OpenScaleRig.state("active")])
        #expect(await rig.send() == .accepted())
        #expect(
            rig.waiting.waits == [
                .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5),
                .seconds(5),
            ])
    }

    @Test(arguments: ["preparing", "uploading", "something new"])
    func `after 300 seconds nobody waits any more, but what was asked is known`(state: String) async {
        let looks = [ScriptedHTTP.Step](repeating: OpenScaleRig.state(state), count: 100)
        let rig = OpenScaleRig([OpenScaleRig.taken()] + looks)
        let verdict = await rig.send()
        #expect(verdict.word == "pending request-7, passing")
        #expect(verdict.reason == "OpenScale at openscale.example has not stored the records in 300 s")
        #expect(rig.waiting.waits.reduce(.zero, +) == .milliseconds(297_750))
    }

    @Test func `the deadline ends it before a wait that would go beyond it`() async {
        let rig = OpenScaleRig([OpenScaleRig.taken(), Self.preparing, Self.preparing, Self.preparing])
        let verdict = await rig.send(deadline: rig.waiting.now + .seconds(3))
        #expect(verdict.word == "pending request-7, deadline")
        #expect(rig.waiting.waits == [.milliseconds(250), .milliseconds(500), .seconds(1)])
        #expect(rig.http.requests.count == 4)
    }

    @Test(arguments: [
        ("error", "doubt"), ("failed", "doubt"), ("failure", "doubt"), ("ERROR", "doubt"), ("upload_error", "retry"),
        ("cancelled", "retry"), ("canceled", "retry"),
    ])
    func `records that were not stored are divided, unless the service was at fault`(
        state: String, word: String
    ) async {
        let verdict = await OpenScaleRig([OpenScaleRig.taken(), OpenScaleRig.state(state, "age is no number")]).send()
        #expect(verdict.word == word)
        #expect(
            verdict.reason == "OpenScale at openscale.example did not store the records (\(state.lowercased())): "
                + "age is no number")
    }

    @Test(arguments: [
        [ScriptedHTTP.Step.text(503)], [.fault(TransferError(.broken))], [.text(429, fields: ["Retry-After": "1"])],
        [.text(200, "{}")], [.text(200, "<html>")],
    ])
    func `a look that fails is repeated with the next`(failures: [ScriptedHTTP.Step]) async {
        let rig = OpenScaleRig([OpenScaleRig.taken()] + failures + [OpenScaleRig.state("active")])
        #expect(await rig.send() == .accepted())
        #expect(rig.http.requests.count == 3)
    }

    @Test func `a service that asks for patience gets it`() async {
        let busy = ScriptedHTTP.Step.text(503, fields: ["Retry-After": "20"])
        let rig = OpenScaleRig([OpenScaleRig.taken(), busy, OpenScaleRig.state("active")])
        #expect(await rig.send() == .accepted())
        #expect(rig.waiting.waits == [.milliseconds(250), .seconds(20)])
    }

    @Test func `what went wrong last is told when there is no more time`() async {
        let rig = OpenScaleRig([OpenScaleRig.taken()] + [ScriptedHTTP.Step](repeating: .text(503, "down"), count: 9))
        let verdict = await rig.send(deadline: rig.waiting.now + .seconds(10))
        #expect(verdict.word == "pending request-7, deadline")
        #expect(verdict.reason.hasSuffix("; the last answer: OpenScale at openscale.example answered 503: down"))
    }

    @Test func `a token that ends meanwhile is renewed`() async {
        let rig = OpenScaleRig([OpenScaleRig.taken(), Self.preparing, .text(401), OpenScaleRig.state("active")])
        #expect(await rig.send() == .accepted())
        #expect(rig.http.requests.last?.fields["Authorization"] == "Bearer token-2")
        #expect(rig.waiting.waits.count == 2)
    }

    @Test func `a request that nobody knows leaves the acknowledgement lost`() async {
        let rig = OpenScaleRig([OpenScaleRig.taken(), .text(404), .text(404), .text(404)])
        #expect(await rig.send().word == "retry")
        #expect(rig.http.requests.count == 4)
    }

    @Test func `a request that is not known everywhere yet is looked for again, and nothing is sent twice`() async {
        let unknown = ScriptedHTTP.Step.text(404)
        let rig = OpenScaleRig([
            OpenScaleRig.taken(), unknown, unknown, OpenScaleRig.state("preparing"), unknown, unknown,
            OpenScaleRig.state("active"),
        ])
        #expect(await rig.send() == .accepted())
        #expect(rig.http.requests.filter { $0.method == "POST" }.count == 1)
    }

    @Test(arguments: [
        (ScriptedHTTP.Step.text(403, "no"), "pending request-7, lasting"),
        (.fault(TransferError(.deadline)), "pending request-7, deadline"),
        (.fault(TransferError(.interrupted)), "pending request-7, interruption"),
    ])
    func `where looking is of no use, nothing is said of the records`(step: ScriptedHTTP.Step, word: String) async {
        #expect(await OpenScaleRig([OpenScaleRig.taken(), step]).send().word == word)
    }

    @Test func `who is told to stop leaves the records pending`() async {
        struct Interrupted: Waiting {
            let now = ContinuousClock.now
            func wait(_ duration: Duration) async -> Bool { false }
        }
        let settings = OpenScaleSettings(
            address: "https://openscale.example", login: .cloud(apiKey: .text("key")), payload: OpenScaleRig.v2)
        let tokens = OpenScaleTokens(
            settings.login, address: "", client: LoginService([LoginService.token("token-1")]))
        let sink = OpenScaleSink(
            settings, OpenScaleRig.payload, tokens: tokens, client: ScriptedHTTP([OpenScaleRig.taken()]),
            waiting: Interrupted())
        #expect(await sink.send(Shipment(body: [], rows: 1)).word == "pending request-7, interruption")
    }

    @Test(arguments: [
        ("https://elsewhere.example/v2/data_sets/x/requests/r.1_2~3-4?x=1#y", "r.1_2~3-4"),
        ("/v2/data_sets/x/requests/r-1/", "r-1"), ("r-1", "r-1"),
    ])
    func `the request is the last part of the place, whatever host that names`(location: String, id: String) async {
        let rig = OpenScaleRig([
            .text(202, #"{"state":"preparing"}"#, fields: ["Location": location]), OpenScaleRig.state("active"),
        ])
        #expect(await rig.send() == .accepted())
        #expect(rig.asked.last == "GET /openscale/instance-1/v2/data_sets/set-1/requests/\(id)")
    }

    @Test(arguments: [nil, "", "/", "https://x/requests/", "/requests/a b", "/requests/a%2Fb", "/requests/.."])
    func `without a request a success counts only if it says that the records are stored`(location: String?) async {
        for status in [200, 201, 202] {
            var fields = HTTPFields()
            fields["Location"] = location
            let stored = OpenScaleRig([.text(status, #"{"state":"active"}"#, fields: fields)])
            #expect(await stored.send() == .accepted())
            for body in [#"{"state":"preparing"}"#, "", "<html><title>Sign in</title></html>"] {
                let lost = OpenScaleRig([.text(status, body, fields: fields)])
                let verdict = await lost.send()
                #expect(verdict.word == "retry")
                #expect(verdict.reason.contains("answered \(status), but not with the request that stores the records"))
            }
        }
    }

    @Test func `an earlier run's request is asked for by its name`() async {
        let rig = OpenScaleRig([Self.preparing, OpenScaleRig.state("active")])
        #expect(await rig.sink.ending(ofRequest: "r-9", before: nil) == .accepted())
        #expect(
            rig.asked
                == [String](repeating: "GET /openscale/instance-1/v2/data_sets/set-1/requests/r-9", count: 2))
        let first = OpenScaleRig([], at: OpenScaleRig.v1)
        #expect(await first.sink.ending(ofRequest: "r-9", before: nil).word == "retry")
    }
}
