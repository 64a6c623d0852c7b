import AWS
import HTTP
import JSON
import TestSupport
import Testing

@testable import Relay

/// How records are posted to OpenScale, and what its answers mean at once.
@Suite struct OpenScaleSinkTests {
    @Test func `records are posted to the data set, with a token and an id of the request`() async throws {
        let rig = OpenScaleRig([OpenScaleRig.taken(), OpenScaleRig.state("active"), .text(503)])
        #expect(await rig.send() == .accepted())
        let request = try #require(rig.http.requests.first)
        #expect(request.method == "POST")
        #expect(
            request.url
                == "https://openscale.example/openscale/instance-1/v2/data_sets/set-1/records?split_to_multi_req=false")
        var fields = request.fields
        let id = try #require(fields["x-global-transaction-id"])
        #expect(id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        fields["x-global-transaction-id"] = nil
        #expect(
            fields == [
                "Content-Type": "application/json", "Accept": "application/json", "Authorization": "Bearer token-1",
            ])
        #expect(request.body == Array("[{}]".utf8))
        let look = try #require(rig.http.requests.last)
        #expect(look.method == "GET")
        #expect(look.url == "https://openscale.example/openscale/instance-1/v2/data_sets/set-1/requests/request-7")
        #expect(look.fields["Authorization"] == "Bearer token-1")
        #expect(look.fields["x-global-transaction-id"] != id)
        #expect(rig.login.requests.count == 1)
    }

    @Test func `a record of the second version holds request, meta and response`() throws {
        let records = OpenScaleRecords.payload(
            request: ["age", "city, \"state\""], meta: ["endpoint", "id"], response: ["점수", "label"])
        let layout = records.layout(for: OpenScaleRig.v2)
        let pieces = try #require(layout.records).pieces.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            pieces == [
                #"{"request":{"fields":["age","city, \"state\""],"values":["#,
                #"],"meta":{"fields":["endpoint","id"],"values":["#,
                #"]}},"response":{"fields":["점수","label"],"values":["#, #"]},"multiple_records":true"#,
            ])
        #expect(layout.head + layout.separator + layout.tail == Array("[,]".utf8))
    }

    @Test func `a record of the first version says whose it is`() throws {
        let layout = OpenScaleRig.payload.layout(for: OpenScaleRig.v1)
        let pieces = try #require(layout.records).pieces.map { String(decoding: $0, as: UTF8.self) }
        #expect(
            pieces == [
                #"{"binding_id":"binding \"1\"","subscription_id":"subscription-1","deployment_id":"deployment-1","#
                    + #""request":{"fields":["age","city, state"],"values":["#,
                #"]},"response":{"fields":["점수"],"values":["#, "]}",
            ])
    }

    @Test(arguments: [
        (OpenScaleRig.v2, #"[{"fields":["age","label"],"values":[[1,2],[3,4]]}]"#),
        (
            OpenScaleRig.v1,
            #"{"binding_id":"binding \"1\"","subscription_id":"subscription-1","fields":["age","label"],"#
                + #""values":[[1,2],[3,4]]}"#
        ),
    ])
    func `labels are a table`(place: OpenScaleSettings.Place, body: String) throws {
        let rig = OpenScaleRig([], at: place, OpenScaleRig.feedback)
        let shipment = SinkRig.shipment(["[1,2]", "[3,4]"], for: rig.sink)
        #expect(String(decoding: shipment.body, as: UTF8.self) == body)
        _ = try JSONValue(parsing: shipment.body)
        #expect(rig.sink.layout.records == nil)
    }

    @Test(arguments: [(OpenScaleRig.payload, "scoring_payloads"), (OpenScaleRig.feedback, "feedback_payloads")])
    func `the first version is posted to the data mart, and any success is one`(
        records: OpenScaleRecords, name: String
    ) async throws {
        for answer in [
            ScriptedHTTP.Step.text(202, "{}"), .text(204), .text(200, #"[{"scoring_id":"a"}]"#), .text(202, " \n"),
        ] {
            let rig = OpenScaleRig([answer], at: OpenScaleRig.v1, records)
            #expect(await rig.send() == .accepted())
            #expect(rig.asked == ["POST /v1/data_marts/mart-1/\(name)"])
            #expect(rig.http.requests.first?.fields["Prefer"] == "return=minimal")
        }
    }

    @Test(arguments: [
        ("<html><title>Sign in</title></html>", "not as OpenScale does: Sign in"), ("ok", "not as OpenScale does: ok"),
        (#"{"errors":[{"message":"disk full"}]}"#, "with an error: disk full"),
    ])
    func `a success of the first version that is none is a lost acknowledgement`(body: String, words: String) async {
        let verdict = await OpenScaleRig([.text(202, body)], at: OpenScaleRig.v1).send()
        #expect(verdict.word == "retry")
        #expect(verdict.reason == "OpenScale at openscale.example answered 202, but \(words)")
    }

    @Test(arguments: [
        (
            ScriptedHTTP.Step.text(400, #"{"errors":[{"code":"A","message":"bad row token-1"}]}"#), "split",
            "400: bad row ***"
        ),
        (.text(413), "split", "413"), (.text(429, fields: ["Retry-After": "3"]), "retry after 3.0 seconds", "429"),
        (.text(500), "retry", "500"), (.fault(TransferError(.broken)), "retry", "broke"),
        (.text(404), "stop, lasting", "check OPENSCALE_URL and OPENSCALE_INSTANCE_ID and OPENSCALE_DATA_SET_ID"),
        (.text(403, #"{"message":"no"}"#), "stop, lasting", "403: no; check that whoever it knows us as may write"),
        (.text(302, fields: ["Location": "https://login.example/x"]), "stop, lasting", "points to login.example"),
    ])
    func `what is no success is judged as ever`(step: ScriptedHTTP.Step, word: String, words: String) async {
        let verdict = await OpenScaleRig([step]).send()
        #expect(verdict.word == word)
        #expect(verdict.reason.contains(words))
    }

    @Test func `a filter before the service blames a value, and so the rows are divided`() async {
        let page = "<!DOCTYPE html><html><title>Attention Required! | Cloudflare</title></html>"
        let verdict = await OpenScaleRig([.text(403, page)]).send()
        #expect(verdict.word == "split")
        #expect(
            verdict.reason == "a filter before OpenScale at openscale.example answered 403: Attention Required! | "
                + "Cloudflare: a value looks to it like an attack, such as a path with ../")
        #expect(await OpenScaleRig([.text(403, page)], retryStatuses: [403]).send().word == "retry")
    }

    @Test func `a record that is there already is delivered, and of several each is tried alone`() async {
        let duplicate = ScriptedHTTP.Step.text(409, #"{"errors":[{"message":"Duplicate record id"}]}"#)
        for place in [OpenScaleRig.v1, OpenScaleRig.v2] {
            let remark =
                "OpenScale at openscale.example answered 409: Duplicate record id; "
                + "a record that is there already counts as delivered"
            let alone = await OpenScaleRig([duplicate], at: place).send(records: 1)
            #expect(alone == .accepted(Receipt(remark: remark)))
            let verdict = await OpenScaleRig([duplicate], at: place).send(records: 2, retry: 1)
            #expect(verdict == .split(reason: "OpenScale at openscale.example answered 409: Duplicate record id"))
        }
        // Labels have no ids.
        let labels = OpenScaleRig([duplicate], .feedback(fields: ["y"]))
        #expect(await labels.send(records: 1).word == "stop, lasting")
    }

    @Test func `a token that is refused is renewed once, and both are kept secret`() async {
        let rig = OpenScaleRig([
            .text(401, #"{"message":"token-1"}"#), OpenScaleRig.taken(), OpenScaleRig.state("active"),
        ])
        #expect(await rig.send() == .accepted())
        #expect(
            rig.http.requests.map { $0.fields["Authorization"] }
                == ["Bearer token-1", "Bearer token-2", "Bearer token-2"])
        let again = OpenScaleRig([.text(401), .text(401, #"{"message":"token-2 is bad"}"#)])
        let verdict = await again.send()
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.hasSuffix("answered 401: *** is bad; check OPENSCALE_API_KEY"))
        let same = OpenScaleRig(
            [.text(401)], logins: [LoginService.token("token-1"), LoginService.token("token-1")])
        #expect(await same.send().word == "stop, lasting")
    }

    @Test(arguments: [(ScriptedHTTP.Step.text(503), "retry"), (.text(400), "stop, lasting")])
    func `without a token nothing is sent`(login: ScriptedHTTP.Step, word: String) async {
        let rig = OpenScaleRig([], logins: [login])
        let verdict = await rig.send()
        #expect(verdict.word == word)
        #expect(verdict.reason.hasPrefix("IBM Cloud IAM at iam.cloud.ibm.com answered "))
        #expect(rig.http.requests.isEmpty)
    }

    @Test(arguments: [
        (OpenScaleRig.payload, "there is no place for inferences in OpenScale; set OPENSCALE_DATA_SET_ID"),
        (OpenScaleRig.feedback, "there is no place for labels in OpenScale; set OPENSCALE_FEEDBACK_DATA_SET_ID"),
    ])
    func `what has no place is not sent, and the setting is named`(records: OpenScaleRecords, words: String) async {
        let rig = OpenScaleRig([], at: nil, records)
        #expect(await rig.send() == .stop(reason: words, .lasting))
        #expect(rig.http.requests.isEmpty && rig.login.requests.isEmpty)
        let shipment = Shipment(body: Array("[]".utf8), rows: 1)
        let dryRun = DryRunSink(rig.sink) { Issue.record("it was shown: \($0)") }
        #expect(await dryRun.send(shipment) == .stop(reason: words, .lasting))
    }

    @Test func `a preview asks nobody for a token`() {
        let rig = OpenScaleRig([], compresses: true)
        let request = rig.sink.preview(of: Shipment(body: Array("[]".utf8), rows: 1))
        #expect(rig.login.requests.isEmpty)
        #expect(
            request.fields == [
                "Content-Type": "application/json", "Accept": "application/json", "Content-Encoding": "gzip",
                "Authorization": "Bearer ***",
            ])
        #expect(request.body == Array("[]".utf8))
    }

    @Test func `a body is compressed where that is asked for`() async throws {
        let rig = OpenScaleRig([.text(204)], at: OpenScaleRig.v1, compresses: true)
        _ = await rig.send()
        let request = try #require(rig.http.requests.first)
        #expect(request.fields["Content-Encoding"] == "gzip")
        let inflated = await drain(InflatingBody(ScriptedBody(request.body ?? []), uri: "x", limit: 1 << 20))
        #expect(inflated.bytes == Array("[{}]".utf8))
    }
}
