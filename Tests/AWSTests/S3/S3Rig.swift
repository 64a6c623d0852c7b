import HTTP
import JSON
import Synchronization
import TestSupport

@testable import AWS

/// A client over a script, with a clock that stands still.
struct S3Rig {
    /// The time by the machine's clock: 2026-11-21 10:00:00.
    static let time = AmazonTime(seconds: 1_795_255_200)

    let http: ScriptedHTTP
    let waiting = NoWaiting()
    let keys = FixedKeys()
    let client: S3Client

    init(
        _ steps: [ScriptedHTTP.Step],
        chunk: Int = 4,
        environment: [String: String] = [:],
        options: S3Options = S3Options(),
        waiting other: (any Waiting)? = nil
    ) {
        http = ScriptedHTTP(steps, chunk: chunk)
        let environment = AWSEnvironment { environment[$0] }
        let requests = SignedRequests(
            http: http, credentials: keys, maxAttempts: environment.maxAttempts,
            clock: SigningClock(machine: { Self.time }), waiting: other ?? waiting)
        client = S3Client(requests: requests, environment: environment, options: options)
    }

    /// What comes of an object: all of its bytes as text, or the error.
    func read(
        _ request: S3Request = S3Request(bucket: "bucket", key: "key", region: "eu-west-1", etag: "e1"),
        context: RequestContext = RequestContext()
    ) async -> (text: String, error: S3Error?) {
        var buffer = ByteBuffer()
        do throws(S3Error) {
            let object = try await client.open(request, context: context)
            while try await object.read(into: &buffer) > 0 {}
            return (buffer.bytes.text, nil)
        } catch {
            return (buffer.bytes.text, error)
        }
    }

    /// What was asked for in the order of the requests: a field, or nothing where it was not sent.
    func sent(_ name: String) -> [String?] { http.requests.map { $0.fields[name] } }

    /// The regions that the requests were signed for.
    var regions: [String] {
        sent("authorization").compactMap { $0?.split(separator: "/").dropFirst(2).first.map(String.init) }
    }
}

extension ScriptedHTTP.Step {
    /// An object's bytes from a place on, as S3 hands them out.
    static func object(
        _ text: String, from start: Int = 0, etag: String? = "e1", breakingAfter count: Int? = nil,
        fault: TransferError = TransferError(.broken), fields more: HTTPFields = [:]
    ) -> ScriptedHTTP.Step {
        let rest = Array(text.utf8.dropFirst(start))
        var fields = more
        fields["Content-Length"] = "\(rest.count)"
        fields["ETag"] = etag.map { "\"\($0)\"" }
        if start > 0 { fields["Content-Range"] = "bytes \(start)-\(text.utf8.count - 1)/\(text.utf8.count)" }
        let status = start > 0 ? 206 : 200
        guard let count else { return .response(HTTPResponse(status: status, fields: fields, body: rest)) }
        return .breaksOff(HTTPResponse(status: status, fields: fields, body: Array(rest.prefix(count))), fault)
    }

    /// What S3 says when it refuses.
    static func refusal(
        _ status: Int, _ code: String, _ message: String = "It says so.", more: String = "", fields: HTTPFields = [:]
    ) -> ScriptedHTTP.Step {
        let document =
            "<?xml version=\"1.0\"?>\n<Error><Code>\(code)</Code><Message>\(message)</Message>\(more)</Error>"
        return .text(status, document, fields: fields)
    }
}

/// Keys that are always the same, until they are forgotten.
final class FixedKeys: CredentialProvider {
    private let state = Mutex((forgotten: [String](), error: CredentialError?.none))

    /// The ids of the keys that were forgotten.
    var forgotten: [String] { state.withLock { $0.forgotten } }

    /// Lets it fail from now on.
    func fail(with error: CredentialError) { state.withLock { $0.error = error } }

    func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
        let (number, error) = state.withLock { ($0.forgotten.count, $0.error) }
        if let error { throw error }
        return Credentials(
            accessKeyID: "AKIA\(number)", secretAccessKey: "the-secret-key", sessionToken: "the-session-token")
    }

    func forget(_ rejected: Credentials) async {
        state.withLock { $0.forgotten.append(rejected.accessKeyID) }
    }
}

/// A way to wait that is interrupted at once.
struct InterruptedWaiting: Waiting {
    var now: ContinuousClock.Instant { .now }
    func wait(_ duration: Duration) async -> Bool { false }
}
