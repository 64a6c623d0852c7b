import AWS
import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import Relay

@Suite struct PartnerAppTests {
    private static let app = FiddlerSettings.PartnerApp(
        arn: "arn:aws:sagemaker:us-west-2:123456789012:partner-app/app-678901234567", region: "us-west-2")
    private static let expired = ScriptedHTTP.Step.text(
        403, #"{"__type":"ExpiredTokenException","message":"The security token has expired"}"#)

    private func sink(
        _ http: ScriptedHTTP,
        keys: RotatingKeys? = RotatingKeys(),
        clock: SigningClock = SinkRig.clock
    ) -> FiddlerSink {
        FiddlerSink(
            SinkRig.fiddler { $0.partnerApp = Self.app }, client: http, credentials: keys, clock: clock)
    }

    private func verdict(_ sink: FiddlerSink) async -> Verdict {
        await sink.send(SinkRig.shipment(["{}"], for: sink))
    }

    @Test func `a request is signed by AWS's keys, and the token moves aside`() async throws {
        let http = ScriptedHTTP([SinkRig.taken(1)])
        #expect(await verdict(sink(http)).word == "accepted")
        let fields = try #require(http.requests.first).fields
        #expect(fields["X-Amz-Partner-App-Authorization"] == "Bearer fiddler-api-key-123")
        #expect(fields["X-SageMaker-Partner-App-Server-Arn"] == Self.app.arn)
        #expect(fields["X-Amz-Target"] == "SageMaker.CallPartnerAppApi")
        #expect(fields["X-Amz-Content-SHA256"] == "UNSIGNED-PAYLOAD")
        #expect(fields["X-Amz-Date"] == "20250115T100000Z")
        #expect(fields["X-Amz-Security-Token"] == "the-session-token")
        let scope =
            "AWS4-HMAC-SHA256 Credential=AKIA0/20250115/us-west-2/sagemaker/aws4_request, SignedHeaders="
            + "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-partner-app-authorization;x-amz-security-token;"
            + "x-amz-target;x-fiddler-client-name;x-fiddler-client-version;x-sagemaker-partner-app-server-arn, "
        #expect(fields["Authorization"]?.hasPrefix(scope) == true)
    }

    @Test func `keys that have expired are renewed once`() async {
        let http = ScriptedHTTP([Self.expired, SinkRig.taken(1)])
        #expect(await verdict(sink(http)).word == "accepted")
        let used = http.requests.compactMap { $0.fields["Authorization"]?.split(separator: "/").first.map(String.init) }
        #expect(used == ["AWS4-HMAC-SHA256 Credential=AKIA0", "AWS4-HMAC-SHA256 Credential=AKIA1"])

        let twice = ScriptedHTTP([Self.expired, Self.expired])
        let verdict = await verdict(sink(twice))
        #expect(verdict.word == "stop, passing")
        #expect(verdict.reason.contains("the credentials have expired"))
    }

    @Test func `a clock that is off is put right once`() async {
        let early = ScriptedHTTP.Step.text(
            403, #"{"__type":"InvalidSignatureException","message":"Signature expired: 1 is now earlier than 2"}"#,
            fields: ["Date": "Wed, 15 Jan 2025 12:00:00 GMT"])
        let http = ScriptedHTTP([early, SinkRig.taken(1)])
        #expect(await verdict(sink(http)).word == "accepted")
        #expect(http.requests.map { $0.fields["X-Amz-Date"] } == ["20250115T100000Z", "20250115T120000Z"])
    }

    @Test func `a signature that does not match is no fault of the rows, whatever the status`() async {
        let body = #"{"__type":"InvalidSignatureException","message":"the-secret-access-key"}"#
        let verdict = await verdict(sink(ScriptedHTTP([.text(400, body)])))
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.contains("check the secret key"))
    }

    @Test func `AWS that is busy is asked again`() async {
        let http = ScriptedHTTP([.text(400, #"{"__type":"ThrottlingException"}"#, fields: ["Retry-After": "3"])])
        #expect(await verdict(sink(http)).word == "retry after \(Duration.seconds(3))")
    }

    @Test func `what AWS does not allow is told with the permission that is missing`() async {
        let body = #"{"__type":"AccessDeniedException","message":"not you: the-session-token"}"#
        let verdict = await verdict(sink(ScriptedHTTP([.text(403, body)])))
        #expect(verdict.word == "stop, lasting")
        #expect(verdict.reason.contains("403: not you: ***; "))
        #expect(verdict.reason.contains("sagemaker:CallPartnerAppApi"))
    }

    @Test func `a refusal by Fiddler itself stays one for the rows`() async {
        let body = #"{"error":{"code":422,"message":"age"},"kind":"ERROR"}"#
        #expect(await verdict(sink(ScriptedHTTP([.text(422, body)]))).word == "split")
    }

    @Test func `without keys nothing is sent`() async {
        let http = ScriptedHTTP([])
        let error = CredentialError.none(tried: [.init(source: "environment", outcome: "none", hindrance: .passing)])
        let verdict = await verdict(sink(http, keys: RotatingKeys(error: error)))
        #expect(verdict == .stop(reason: error.description, .passing))
        #expect(await self.verdict(sink(http, keys: nil)).word == "stop, lasting")
        #expect(http.requests.isEmpty)
    }

    private static let file = URL(filePath: #filePath)
        .appending(path: "../../../../../../shared/vectors/partner-app-sigv4.json").standardized

    /// The vectors whose requests publish or update events.
    private static let vectors: [JSONValue] = {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("left out: there are no vectors at \(file.path(percentEncoded: false))")
            return []
        }
        let all = (try? JSONValue(parsing: text))?["vectors"]?.elements ?? []
        return all.filter { vector in
            vector["request"]?["url"]?.string?.hasSuffix("/v3/events") == true
                && ["POST", "PATCH"].contains(vector["request"]?["method"]?.string ?? "")
                && vector["payload_hash"]?.string == "UNSIGNED-PAYLOAD"
                && vector["name"]?.string != "date_header_replaces_x_amz_date"
        }
    }()

    @Test(arguments: vectors.compactMap { $0["name"]?.string })
    func `the sink's own request becomes the one that AWS's SDK signs`(name: String) async throws {
        let vector = try #require(Self.vectors.first { $0["name"]?.string == name })
        let before = try #require(vector["request"])
        let theirs = (before["headers"]?.elements ?? []).map { $0.elements?.compactMap(\.string) ?? [] }
        let http = ScriptedHTTP([SinkRig.taken(1)])
        let url = try #require(before["url"]?.string)
        let retry = theirs.first { $0[0] == "X-Fiddler-Client-Retry" }.flatMap { Int($0[1]) } ?? 0
        let method = try #require(before["method"]?.string)
        let matter = method == "PATCH" ? Matter.labels : .inferences
        let plain = FiddlerSink(SinkRig.fiddler { $0.url = url }, for: matter, client: http)
        _ = await plain.send(SinkRig.shipment(["{}"], for: plain, retry: retry))
        var request = try #require(http.requests.first)
        #expect(request.url == url)
        let ours = request.fields
        #expect(request.method == method)
        // What of ours the client sends too is the same to the byte; then everything that it has beyond it is added,
        // such as the fields of its HTTP library, and what this vector leaves out goes.
        request.fields = [:]
        for field in theirs {
            if let own = ours[field[0]] { #expect(own == field[1], "\(field[0])") }
            request.fields.add(field[0], ours[field[0]] ?? field[1])
        }
        let names = Set(theirs.map { $0[0].lowercased() })
        if names.contains("x-fiddler-client-name") {
            for field in ours.fields { #expect(names.contains(field.name.lowercased()), "\(field.name)") }
        }
        let time = try #require(vector["clock_utc"]?.string.flatMap { AmazonTime(iso8601: $0) })
        let app = PartnerAppRequests(
            app: .init(arn: try #require(vector["arn"]?.string), region: try #require(vector["region"]?.string)),
            credentials: nil, clock: SigningClock(machine: { time }))
        let keys = Credentials(
            accessKeyID: try #require(vector["credentials"]?["access_key_id"]?.string),
            secretAccessKey: try #require(vector["credentials"]?["secret_access_key"]?.string),
            sessionToken: vector["credentials"]?["session_token"]?.string)
        #expect(app.signed(request, with: keys).fields["Authorization"] == vector["authorization"]?.string)
    }
}
