import AWS
import HTTP
import JSON
import Relay
import TestSupport
import Testing

@Suite struct FiddlerSinkTests {
    private func verdict(_ step: ScriptedHTTP.Step, rows: Int = 2) async -> Verdict {
        let sink = FiddlerSink(SinkRig.fiddler(), client: ScriptedHTTP([step]))
        return await sink.send(SinkRig.shipment([String](repeating: "{}", count: rows), for: sink))
    }

    @Test func `events are published as by Fiddler's own client`() async throws {
        let http = ScriptedHTTP([SinkRig.taken(2)])
        let sink = FiddlerSink(SinkRig.fiddler(), client: http)
        let verdict = await sink.send(SinkRig.shipment([#"{"age":"41"}"#, #"{"age":null}"#], for: sink))
        #expect(verdict == .accepted(Receipt(firstID: "id-0", lastID: "id-1")))
        let request = try #require(http.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "https://example.fiddler.ai/v3/events")
        #expect(
            request.fields == [
                "Authorization": "Bearer fiddler-api-key-123", "X-Fiddler-Client-Name": "python-sdk",
                "X-Fiddler-Client-Version": "3.14.1", "Content-Type": "application/json",
            ])
        let body =
            #"{"source":{"events":[{"age":"41"},{"age":null}],"type":"EVENTS"},"#
            + #""model_id":"4531bfd9-2ca2-4a7b-bb5a-136c8da09ca2","env_type":"PRODUCTION","env_name":null}"#
        #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == body)
        #expect(sink.ceilings.rows == 1000)
    }

    @Test func `a model's name that is no UUID does not break the body`() throws {
        let sink = FiddlerSink(SinkRig.fiddler { $0.modelID = "a\"b\\c" }, client: ScriptedHTTP([]))
        let body = try #require(sink.preview(of: SinkRig.shipment(["{}"], for: sink)).body)
        #expect(try JSONValue(parsing: body)["model_id"] == .string("a\"b\\c"))
    }

    @Test(arguments: [
        "https://example.fiddler.ai", "https://example.fiddler.ai/", "https://example.fiddler.ai/some/path?q#f",
        "HTTPS://user@Example.Fiddler.AI:443",
    ])
    func `only scheme, host and port of the URL count`(url: String) {
        let sink = FiddlerSink(SinkRig.fiddler { $0.url = url }, client: ScriptedHTTP([]))
        #expect(sink.preview(of: SinkRig.shipment(["{}"], for: sink)).url == "https://example.fiddler.ai/v3/events")
    }

    @Test func `a retry says which one it is`() {
        let sink = FiddlerSink(SinkRig.fiddler(), client: ScriptedHTTP([]))
        for (retry, field) in [(0, nil), (1, "1"), (12, "12")] {
            let request = sink.preview(of: SinkRig.shipment(["{}"], for: sink, retry: retry))
            #expect(request.fields["X-Fiddler-Client-Retry"] == field)
        }
    }

    @Test func `a request ends when its time is over, be it that of the batch or of all`() async {
        let now = ContinuousClock.now
        for (batch, all) in [(now + .seconds(5), now + .seconds(9)), (now + .seconds(9), now + .seconds(5))] {
            let http = ScriptedHTTP([SinkRig.taken(1)])
            let context = RequestContext(deadline: all, traceID: "Root=1-2-3")
            let sink = FiddlerSink(SinkRig.fiddler(), client: http, context: context)
            var shipment = SinkRig.shipment(["{}"], for: sink)
            shipment.deadline = batch
            _ = await sink.send(shipment)
            #expect(http.requests.map(\.deadline) == [now + .seconds(5)])
            #expect(http.requests.allSatisfy { $0.fields["X-Amzn-Trace-Id"] == nil })
        }
    }

    @Test func `a compressed body is gzip of the same bytes`() async throws {
        let http = ScriptedHTTP([SinkRig.taken(1000)])
        let sink = FiddlerSink(SinkRig.fiddler { $0.compresses = true }, client: http)
        let rows = (0..<1000).map { #"{"number":"\#($0)","text":"the same in every row"}"# }
        let shipment = SinkRig.shipment(rows, for: sink)
        #expect(await sink.send(shipment).word == "accepted")
        let request = try #require(http.requests.first)
        #expect(request.fields["Content-Encoding"] == "gzip")
        let body = try #require(request.body)
        #expect(body.count < shipment.body.count / 4)
        let inflated = await drain(InflatingBody(ScriptedBody(body), uri: "x", limit: 1 << 30))
        #expect(inflated.bytes == shipment.body)
        #expect(sink.preview(of: shipment).body == shipment.body)
    }

    @Test(arguments: [200, 201, 202])
    func `any success with an id for each event is one`(status: Int) async {
        let body = #"{"data":{"source_type":"EVENTS","event_ids":["a",7]},"error":null}"#
        #expect(await verdict(.text(status, body)) == .accepted(Receipt(firstID: "a", lastID: "7")))
    }

    @Test(arguments: [
        #"{"error":{"message":"half"},"error":null,"data":{"event_ids":["x"]},"data":{"event_ids":["\u0061",7]}}"#,
        #"{"kind":"ERROR","kind":["ERROR"],"d\u0061ta":{"error":1,"kind":"ERROR","event_ids":["a",7],"n":[[{}]]}} "#,
    ])
    func `of members that are there twice the last one counts`(body: String) async {
        #expect(await verdict(.text(200, body)) == .accepted(Receipt(firstID: "a", lastID: "7")))
    }

    @Test(arguments: [
        ("", "not with the ids"), ("{}", "not with the ids"), ("[]", "not with the ids"),
        ("\"ok\"", "not with the ids"),
        (#"{"data":{"source_type":"EVENTS"}}"#, "not with the ids"), (#"{"data":{"event_ids":2}}"#, "not with the ids"),
        (#"{"data":{"event_ids":["a","#, "not with the ids"),
        ("<html><title>Sign in</title></html>", "not with the ids of the events: Sign in"),
        (#"{"error":{"message":"disk full"},"kind":"ERROR"}"#, "with an error: disk full"),
        (#"{"data":{"event_ids":["a","b"]},"kind":"error"}"#, "with an error"),
        (#"{"data":{"event_ids":["a","b"]},"error":{"message":"half"}}"#, "with an error: half"),
        (#"{"error":false,"data":{"event_ids":["a","b"]}}"#, "with an error"),
        (#"{"data":{"event_ids":["a","b"]},"data":null}"#, "not with the ids"),
        (#"{"data":{"event_ids":["a","b"],"event_ids":{"a":"b"}}}"#, "not with the ids"),
        (#"{"data":[{"event_ids":["a","b"]}]}"#, "not with the ids"),
        (#"{"data":{"more":{"event_ids":["a","b"]}}}"#, "not with the ids"),
        (#"[{"data":{"event_ids":["a","b"]}}]"#, "not with the ids"),
        (#"{"data":{"event_ids":["a",NaN]}}"#, "not with the ids"),
        (#"{"data":{"event_ids":["a","b"]}} {}"#, "not with the ids"),
    ])
    func `a success that is none is a lost acknowledgement`(body: String, words: String) async {
        let verdict = await verdict(.text(200, body))
        #expect(verdict.word == "retry")
        #expect(verdict.reason.hasPrefix("Fiddler at example.fiddler.ai answered 200, but \(words)"))
    }

    @Test(arguments: [
        (#"["a"]"#, "1 id,"), (#"[]"#, "0 ids,"), (#"["a","b","c"]"#, "3 ids,"), (#"["a",null]"#, "1 id,"),
        (#"["a",""]"#, "1 id,"), (#"["a","b",null]"#, "2 ids,"), (#"["a",true]"#, "1 id,"),
        (#"["a",["b","c"]]"#, "1 id,"), (#"["a","b",{"c":["d"]}]"#, "2 ids,"), (#"["a","b"],"event_ids":[]"#, "0 ids,"),
    ])
    func `fewer or more ids than events end the object with both numbers`(ids: String, count: String) async {
        let verdict = await verdict(.text(202, #"{"data":{"event_ids":\#(ids)}}"#))
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.contains("2 rows"))
        #expect(verdict.reason.contains(count))
    }

    @Test func `a refusal speaks in Fiddler's words, and not of the token`() async {
        let body = #"{"error":{"code":422,"message":"fiddler-api-key-123 lacks age","errors":[]},"kind":"ERROR"}"#
        #expect(
            await verdict(.text(422, body))
                == .split(reason: "Fiddler at example.fiddler.ai answered 422: *** lacks age"))
    }

    @Test func `a fault does not tell the token either`() async {
        let verdict = await verdict(.fault(TransferError(.other, "sent fiddler-api-key-123")))
        #expect(verdict.word == "retry")
        #expect(!verdict.reason.contains("api-key"))
    }
}
