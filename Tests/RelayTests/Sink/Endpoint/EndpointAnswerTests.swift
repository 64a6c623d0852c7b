import HTTP
import Relay
import TestSupport
import Testing

@Suite struct EndpointAnswerTests {
    private func verdict(_ status: Int, _ body: String, type: String? = nil, rows: Int = 2) async -> Verdict {
        var fields: HTTPFields = [:]
        fields["Content-Type"] = type
        let sink = EndpointSink(SinkRig.endpoint(), client: ScriptedHTTP([.text(status, body, fields: fields)]))
        return await sink.send(SinkRig.shipment([String](repeating: "{}", count: rows), for: sink))
    }

    @Test(arguments: [
        (204, ""), (200, ""), (202, "  \n"), (200, "ok"), (201, "Accepted 2 rows"), (200, "{}"), (200, "[]"),
        (200, #"{"accepted":2}"#), (200, #"{"error":null,"errors":[],"success":true}"#), (200, #"{"errors":false}"#),
        (200, #"{"errors":0,"error":""}"#), (200, #"{"status":"ok"}"#), (200, #"{"items":[{"name":"x"}]}"#),
        (200, #"[{"status":201},{"status":200}]"#), (200, #"{"items":[{"status":201}]}"#), (200, "<ok/>"),
        (207, #"[{"status":201},{"status":200}]"#), (200, "null"),
    ])
    func `a success is one unless it says otherwise`(status: Int, body: String) async {
        #expect(await verdict(status, body) == .accepted())
    }

    @Test(arguments: [
        #"{"error":"disk full"}"#, #"{"error":{"message":"disk full"}}"#, #"{"kind":"ERROR","message":"disk full"}"#,
        #"{"success":false,"message":"disk full"}"#, #"{"status":"error","message":"disk full"}"#,
        #"{"errors":[{"message":"disk full"}]}"#, #"{"ok":false,"reason":"disk full"}"#,
        #"{"errors":true,"message":"disk full"}"#,
    ])
    func `a success with an error in it is a lost acknowledgement`(body: String) async {
        let verdict = await verdict(200, body)
        #expect(
            verdict == .retry(reason: "the monitor at monitor.example answered 200, but with an error: disk full"))
    }

    @Test(arguments: [
        ("<!DOCTYPE html><title>Sign in</title>", nil), (" <html><title>Sign in</title></html>", nil),
        ("Sign in", "text/html; charset=utf-8"),
    ])
    func `a page for people is a lost acknowledgement`(body: String, type: String?) async {
        let verdict = await verdict(200, body, type: type)
        #expect(verdict.reason.hasSuffix("answered 200, but with a page for people: Sign in"))
        #expect(verdict.word == "retry")
    }

    @Test(arguments: [
        #"{"accepted":1,"failed":1,"message":"disk full"}"#, #"{"rejected":[1],"message":"disk full"}"#,
        #"{"insertErrors":[{"index":1,"message":"disk full"}]}"#, #"[{"status":201},{"status":200},{"status":200}]"#,
    ])
    func `a success for some rows that does not tell for which stops the object and repeats none`(body: String) async {
        let verdict = await verdict(200, body)
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.contains("did not take all rows: it "))
        #expect(verdict.reason.hasSuffix("look there before they are sent again"))
    }

    @Test(arguments: [("{\"accepted\":", nil), ("[1,", nil), ("oops", "application/json")])
    func `JSON that is damaged is a lost acknowledgement`(body: String, type: String?) async {
        #expect(await verdict(200, body, type: type).word == "retry")
    }

    @Test(arguments: [
        #"[{"status":201},{"status":422,"error":"no age"}]"#,
        #"{"items":[{"statusCode":200},{"statusCode":"422","error":{"reason":"no age"}}]}"#,
        #"{"results":[{"code":200},{"code":422,"message":"no age"}]}"#,
        #"{"responses":[{"status_code":200},{"status_code":422,"detail":"no age"}]}"#,
        #"{"errors":true,"items":[{"index":{"status":201}},{"index":{"status":422,"error":{"reason":"no age"}}}]}"#,
    ])
    func `rows that are answered one by one get their own verdicts`(body: String) async {
        let reason = "the monitor at monitor.example answered 422 for the row: no age"
        for status in [200, 207] {
            #expect(await verdict(status, body) == .mixed([.accepted, .refused(reason: reason)]))
        }
    }

    @Test func `a row for which the monitor is busy is tried again`() async {
        let body =
            #"{"errors":true,"items":[{"create":{"status":429}},{"create":{"status":404}},{"create":{"status":201}}]}"#
        guard case .mixed(let verdicts) = await verdict(200, body, rows: 3) else {
            Issue.record("not one by one")
            return
        }
        #expect(
            verdicts == [
                .retry(reason: "the monitor at monitor.example answered 429 for the row"),
                .refused(reason: "the monitor at monitor.example answered 404 for the row"), .accepted,
            ])
    }

    @Test(arguments: [
        "", "ok", "{}", "[]", #"[{"status":201}]"#, #"[{"status":201},{"status":201},{"status":201}]"#,
        #"[{"status":201},{"state":"bad"}]"#, #"[{"status":201},{"status":"created"}]"#, #"[201,422]"#,
        #"[{"status":201},{"status":9}]"#, #"{"items":{"a":1}}"#, #"[{"status":201},"#,
    ])
    func `a status 207 that cannot be understood is a lost acknowledgement`(body: String) async {
        let verdict = await verdict(207, body)
        #expect(verdict.word == "retry")
        #expect(verdict.reason.contains("answered 207, but not with one status for each of the 2 rows"))
    }

    @Test func `failures of which nobody knows whose they are are a lost acknowledgement`() async {
        #expect(await verdict(200, #"{"items":[{"status":500}]}"#).word == "retry")
        #expect(await verdict(200, #"{"errors":true,"items":[{"index":{}},{"index":{}}]}"#).word == "retry")
    }

    @Test func `a very long acknowledgement is read to its end`() async {
        let items = [String](repeating: #"{"index":{"_id":"0123456789","status":201}}"#, count: 50_000)
        let body = #"{"errors":false,"items":[\#(items.joined(separator: ","))]}"#
        #expect(await verdict(200, body, rows: 50_000) == .accepted())
        #expect(await verdict(200, body, rows: 1).word == "retry")
    }
}
