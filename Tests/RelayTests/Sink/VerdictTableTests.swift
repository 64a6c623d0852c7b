import AWS
import HTTP
import Relay
import TestSupport
import Testing

/// What each status and each fault means, for both kinds of monitors.
@Suite struct VerdictTableTests {
    private static func sinks(_ http: ScriptedHTTP, retrying statuses: Set<Int>) -> [any MonitorSink] {
        [
            FiddlerSink(SinkRig.fiddler(), client: http, retryStatuses: statuses),
            EndpointSink(SinkRig.endpoint(), client: http, retryStatuses: statuses),
        ]
    }

    private func verdicts(
        _ step: ScriptedHTTP.Step,
        retrying statuses: Set<Int> = VerdictTable.usualRetryStatuses
    ) async -> [Verdict] {
        let http = ScriptedHTTP([step, step])
        var verdicts: [Verdict] = []
        for sink in Self.sinks(http, retrying: statuses) {
            verdicts.append(await sink.send(SinkRig.shipment(["{}"], for: sink)))
        }
        #expect(http.stepsLeft == 0)
        return verdicts
    }

    @Test(arguments: [
        (400, "split"), (413, "split"), (422, "split"),
        (408, "retry"), (425, "retry"), (429, "retry"), (500, "retry"), (502, "retry"), (503, "retry"), (504, "retry"),
        (401, "stop, lasting"), (403, "stop, lasting"), (404, "stop, lasting"), (405, "stop, lasting"),
        (409, "stop, lasting"), (410, "stop, lasting"), (418, "stop, lasting"), (499, "stop, lasting"),
        (301, "stop, lasting"), (307, "stop, lasting"), (304, "stop, lasting"),
        (501, "stop, passing"), (505, "stop, passing"), (507, "stop, passing"), (599, "stop, passing"),
    ])
    func `a status that is none of success has one meaning`(status: Int, word: String) async {
        #expect(await verdicts(.text(status)).map(\.word) == [word, word])
    }

    @Test(arguments: [400, 401, 403, 404, 409, 413, 422, 501, 507, 308])
    func `a status that the user wants retried is retried whatever it is`(status: Int) async {
        #expect(await verdicts(.text(status), retrying: [status]).map(\.word) == ["retry", "retry"])
    }

    @Test(arguments: [(429, "stop, passing"), (503, "stop, passing"), (408, "stop, passing"), (422, "split")])
    func `a status that the user does not want retried is not`(status: Int, word: String) async {
        #expect(await verdicts(.text(status), retrying: []).map(\.word) == [word, word])
    }

    @Test(arguments: [
        (TransferError.Fault.unresolved, "retry"), (.refused, "retry"), (.connectTimeout, "retry"),
        (.stalled, "retry"), (.handshake, "retry"), (.broken, "retry"), (.rubbish, "retry"), (.proxy, "retry"),
        (.other, "retry"), (.deadline, "stop, deadline"), (.interrupted, "stop, interruption"),
        (.certificate, "stop, lasting"), (.authorities(path: "/ca.pem"), "stop, lasting"), (.url, "stop, lasting"),
    ])
    func `a fault of the transfer has one meaning`(fault: TransferError.Fault, word: String) async {
        let verdicts = await verdicts(.fault(TransferError(fault)))
        #expect(verdicts.map(\.word) == [word, word])
    }

    @Test func `who is not trusted can be named as an authority`() async {
        for verdict in await verdicts(.fault(TransferError(.certificate))) {
            #expect(verdict.reason.contains("MONITOR_CA_BUNDLE"))
        }
    }

    @Test func `a success that breaks off leaves open whether the rows are there`() async {
        let head = HTTPResponse(status: 200, body: Array("{\"data\":".utf8))
        #expect(await verdicts(.breaksOff(head, TransferError(.broken))).map(\.word) == ["retry", "retry"])
        #expect(
            await verdicts(.breaksOff(head, TransferError(.deadline))).map(\.word) == [
                "stop, deadline", "stop, deadline",
            ])
        #expect(
            await verdicts(.breaksOff(head, TransferError(.interrupted))).map(\.word) == [
                "stop, interruption", "stop, interruption",
            ])
    }

    @Test func `a refusal that breaks off is a refusal all the same`() async {
        let head = HTTPResponse(status: 422, body: Array("{\"error\":{\"mess".utf8))
        #expect(await verdicts(.breaksOff(head, TransferError(.broken))).map(\.word) == ["split", "split"])
    }

    @Test(arguments: [
        ("7", 7.0), ("0", 0), ("0.5", 0.5), ("Wed, 15 Jan 2025 10:00:30 GMT", 30), ("Wed, 15 Jan 2025 09:00:00 GMT", 0),
    ])
    func `the time that a monitor asks for is in the verdict`(field: String, seconds: Double) async {
        for status in [429, 503] {
            let fields: HTTPFields = ["Date": "Wed, 15 Jan 2025 10:00:00 GMT", "Retry-After": field]
            for verdict in await verdicts(.text(status, fields: fields)) {
                #expect(verdict.word == "retry after \(Duration.seconds(seconds))")
            }
        }
    }

    @Test(arguments: ["-5", "soon", "", "1e9", "99999999999999999999999999999999999999999"])
    func `a time that is none is not waited for, and no time is longer than times can be`(field: String) async {
        for verdict in await verdicts(.text(503, fields: ["Retry-After": field])) {
            guard case .retry(_, let pause) = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(pause == nil || pause == .seconds(1_000_000_000))
        }
    }

    @Test func `nothing is followed, and only the host is named that an answer points to`() async {
        let place = "https://user:password@elsewhere.example:8443/path?token=abcdefgh"
        for verdict in await verdicts(.text(308, fields: ["Location": place])) {
            #expect(verdict.word == "stop, lasting")
            #expect(verdict.reason.contains(" points to elsewhere.example:8443, "))
            for part in ["password", "path", "abcdefgh"] { #expect(!verdict.reason.contains(part)) }
        }
        for verdict in await verdicts(.text(302, fields: ["Location": "/login"])) {
            #expect(verdict.reason.contains(" points elsewhere, "))
        }
    }

    @Test func `advice is about the settings of the sink`() async {
        let advice = [
            401: ["FIDDLER_TOKEN", "MONITOR_TOKEN"], 404: ["FIDDLER_MODEL_UUID", "MONITOR_URL"],
            307: ["FIDDLER_URL", "MONITOR_URL"],
        ]
        for (status, settings) in advice {
            let verdicts = await verdicts(.text(status))
            for (verdict, setting) in zip(verdicts, settings) { #expect(verdict.reason.contains(setting)) }
        }
    }
}
