import HTTP
import Relay
import TestSupport
import Testing

/// Labels on their way to a monitor: updates of what is there already.
@Suite struct LabelSinkTests {
    private static let row = #"{"event_id":"A1","Churned":"Churned"}"#

    @Test func `Fiddler gets labels as its own client updates events`() async throws {
        let http = ScriptedHTTP([SinkRig.taken(1)])
        let sink = FiddlerSink(SinkRig.fiddler(), for: .labels, client: http)
        #expect(await sink.send(SinkRig.shipment([Self.row], for: sink)).word == "accepted")
        let request = try #require(http.requests.first)
        #expect(request.method == "PATCH")
        #expect(request.url == "https://example.fiddler.ai/v3/events")
        let body =
            #"{"source":{"events":[{"event_id":"A1","Churned":"Churned"}],"type":"EVENTS"},"#
            + #""model_id":"4531bfd9-2ca2-4a7b-bb5a-136c8da09ca2","env_type":"PRODUCTION","env_name":null}"#
        #expect(request.body.map { String(decoding: $0, as: UTF8.self) } == body)
    }

    @Test func `a partner app gets them signed`() async throws {
        let arn = "arn:aws:sagemaker:us-east-1:111122223333:partner-app/app-abc"
        let http = ScriptedHTTP([SinkRig.taken(1)])
        let sink = FiddlerSink(
            SinkRig.fiddler { $0.partnerApp = .init(arn: arn, region: "us-east-1") }, for: .labels, client: http,
            credentials: RotatingKeys(), clock: SinkRig.clock)
        #expect(await sink.send(SinkRig.shipment([Self.row], for: sink)).word == "accepted")
        let request = try #require(http.requests.first)
        #expect(request.method == "PATCH")
        #expect(request.fields["Authorization"]?.hasPrefix("AWS4-HMAC-SHA256 ") == true)
    }

    @Test(arguments: [EndpointSettings.Format.json, .ndjson])
    func `an endpoint gets them at the same place in the same format`(format: EndpointSettings.Format) async throws {
        let http = ScriptedHTTP([.text(204)])
        let sink = EndpointSink(SinkRig.endpoint { $0.format = format }, for: .labels, client: http)
        #expect(await sink.send(SinkRig.shipment([Self.row], for: sink)) == .accepted())
        let request = try #require(http.requests.first)
        #expect(request.method == "PATCH")
        #expect(request.url == "https://monitor.example/rows")
        let body = request.body.map { String(decoding: $0, as: UTF8.self) }
        #expect(body == (format == .json ? "[\(Self.row)]" : Self.row + "\n"))
    }

    @Test func `a dry run shows the update`() {
        let sink = FiddlerSink(SinkRig.fiddler(), for: .labels, client: ScriptedHTTP([]))
        #expect(sink.preview(of: SinkRig.shipment([Self.row], for: sink)).method == "PATCH")
    }
}
