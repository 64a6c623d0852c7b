import AWS
import HTTP
import JSON
import Relay
import TestSupport
import Testing

@Suite struct EndpointSinkTests {
    private static let header = EndpointSettings.Header.init(name:value:)

    private func request(
        _ change: (inout EndpointSettings) -> Void = { _ in },
        url: String = "https://monitor.example/rows"
    ) async throws -> HTTPRequest {
        let http = ScriptedHTTP([.text(204)])
        let sink = EndpointSink(SinkRig.endpoint(url, change), client: http)
        #expect(await sink.send(SinkRig.shipment([#"{"a":1}"#, #"{"a":2}"#], for: sink)) == .accepted())
        return try #require(http.requests.first)
    }

    private func text(_ request: HTTPRequest) -> String { String(decoding: request.body ?? [], as: UTF8.self) }

    @Test func `rows are sent as a JSON array`() async throws {
        let request = try await request()
        #expect(request.method == "POST")
        #expect(request.url == "https://monitor.example/rows")
        #expect(request.fields == ["Content-Type": "application/json"])
        #expect(text(request) == #"[{"a":1},{"a":2}]"#)
    }

    @Test func `rows are sent as one a line`() async throws {
        let request = try await request { $0.format = .ndjson }
        #expect(request.fields == ["Content-Type": "application/x-ndjson"])
        #expect(text(request) == "{\"a\":1}\n{\"a\":2}\n")
    }

    @Test func `token and headers are sent, and a header may say another type`() async throws {
        let request = try await request {
            $0.token = .text("the-token")
            $0.headers = [Self.header("X-Api-Key", "key-1"), Self.header("content-type", "application/vnd.rows+json")]
        }
        #expect(request.fields["X-Api-Key"] == "key-1")
        #expect(request.fields["Authorization"] == "Bearer the-token")
        #expect(
            request.fields.fields.filter { $0.name.lowercased() == "content-type" }.map(\.value) == [
                "application/vnd.rows+json"
            ])
    }

    @Test func `a compressed body says so`() async throws {
        let request = try await request { $0.compresses = true }
        #expect(request.fields["Content-Encoding"] == "gzip")
        let inflated = await drain(InflatingBody(ScriptedBody(request.body ?? []), uri: "x", limit: 1 << 20))
        #expect(inflated.bytes == Array(#"[{"a":1},{"a":2}]"#.utf8))
    }

    @Test(arguments: [
        ("Content-Length", "1"), ("transfer-encoding", "chunked"), ("Connection", "close"), ("Expect", "100-continue"),
        ("Content-Encoding", "br"), ("X-A", "a\r\nX-B: c"), ("X-A", "a\u{0}"), ("X A", "a"), ("", "a"), ("X-A:", "a"),
    ])
    func `a header that would break the request is refused before anything is sent`(name: String, value: String) async {
        let http = ScriptedHTTP([])
        let sink = EndpointSink(SinkRig.endpoint { $0.headers = [Self.header(name, value)] }, client: http)
        let verdict = await sink.send(SinkRig.shipment(["{}"], for: sink))
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.hasPrefix("MONITOR_HEADERS "))
        #expect(http.requests.isEmpty)
    }

    @Test func `nothing that shows who asks is told`() async {
        let body =
            "no such key: key-number-1, the-token, query-secret, user-name, pass-word, user-name:pass-word, X-Plain text/x"
        let http = ScriptedHTTP([.text(422, body)])
        let sink = EndpointSink(
            SinkRig.endpoint("https://user-name:pass-word@monitor.example/rows?api_key=query-secret") {
                $0.token = .text("the-token")
                $0.headers = [Self.header("X-Api-Key", "key-number-1"), Self.header("Content-Type", "text/x")]
            }, client: http)
        let verdict = await sink.send(SinkRig.shipment(["{}"], for: sink))
        #expect(
            verdict
                == .split(
                    reason: "the monitor at monitor.example answered 422: no such key: ***, ***, ***, ***, ***, ***, "
                        + "X-Plain text/x"))
    }

    @Test func `a token that is kept is fetched again after it was refused`() async throws {
        let reference = try SecretReference(SinkRig.arn)
        let http = ScriptedHTTP([.text(401), .text(200, "ok")])
        let secrets = ScriptedHTTP([SinkRig.secret("token-1"), SinkRig.secret("token-2")])
        let sink = EndpointSink(
            SinkRig.endpoint { $0.token = .kept(reference) }, client: http, secrets: SinkRig.store(secrets))
        #expect(await sink.send(SinkRig.shipment(["{}"], for: sink)) == .accepted())
        #expect(http.requests.map { $0.fields["Authorization"] } == ["Bearer token-1", "Bearer token-2"])
    }
}
