import AWS
import HTTP
import JSON
import Relay
import Synchronization
import TestSupport

/// What the tests of sinks for monitors have in common.
enum SinkRig {
    static let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:monitor-AbCdEf"
    static let time = AmazonTime(seconds: 1_736_935_200)

    /// Settings for Fiddler.
    static func fiddler(_ change: (inout FiddlerSettings) -> Void = { _ in }) -> FiddlerSettings {
        var settings = FiddlerSettings(
            url: "https://example.fiddler.ai", token: .text("fiddler-api-key-123"),
            modelID: "4531bfd9-2ca2-4a7b-bb5a-136c8da09ca2")
        change(&settings)
        return settings
    }

    /// Settings for an endpoint.
    static func endpoint(
        _ url: String = "https://monitor.example/rows",
        _ change: (inout EndpointSettings) -> Void = { _ in }
    ) -> EndpointSettings {
        var settings = EndpointSettings(url: url)
        change(&settings)
        return settings
    }

    /// The body that a sink's layout makes of rows.
    static func shipment(_ rows: [String], for sink: some Sink, retry: Int = 0) -> Shipment {
        let layout = sink.layout
        let body = layout.head + Array(rows.map { Array($0.utf8) }.joined(separator: layout.separator)) + layout.tail
        return Shipment(body: body, rows: rows.count, retry: retry)
    }

    /// A store of secrets that gets its answers from a script.
    static func store(_ http: ScriptedHTTP) -> SecretStore {
        let environment = AWSEnvironment { _ in nil }
        let requests = SignedRequests(
            http: http, credentials: RotatingKeys(), maxAttempts: 1, clock: clock, waiting: NoWaiting())
        return SecretStore(requests: requests, environment: environment)
    }

    /// A clock that stands still.
    static var clock: SigningClock { SigningClock(machine: { time }) }

    /// What a secret's service answers.
    static func secret(_ text: String) -> ScriptedHTTP.Step {
        .text(200, #"{"SecretString":"\#(text)"}"#)
    }

    /// What Fiddler answers to so many events.
    static func taken(_ count: Int) -> ScriptedHTTP.Step {
        let ids = (0..<count).map { "\"id-\($0)\"" }.joined(separator: ", ")
        return .text(
            202, #"{"data": {"source_type": "EVENTS", "event_ids": [\#(ids)]}, "api_version": "3.0", "kind": "NORMAL"}"#
        )
    }
}

/// Keys that change when they are forgotten.
final class RotatingKeys: CredentialProvider {
    private let state = Mutex((forgotten: 0, error: CredentialError?.none))
    private let sessionToken: String?

    init(sessionToken: String? = "the-session-token", error: CredentialError? = nil) {
        self.sessionToken = sessionToken
        state.withLock { $0.error = error }
    }

    func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
        let (number, error) = state.withLock { ($0.forgotten, $0.error) }
        if let error { throw error }
        return Credentials(
            accessKeyID: "AKIA\(number)", secretAccessKey: "the-secret-access-key", sessionToken: sessionToken)
    }

    func forget(_ rejected: Credentials) async { state.withLock { $0.forgotten += 1 } }
}

extension Verdict {
    /// The reason for anything but success.
    var reason: String {
        switch self {
        case .retry(let reason, _), .split(let reason), .doubt(let reason), .stop(let reason, _),
            .pending(_, let reason, _):
            reason
        case .accepted, .mixed: ""
        }
    }

    /// The verdict in a word, as tables have it.
    var word: String {
        switch self {
        case .accepted: "accepted"
        case .mixed: "mixed"
        case .retry(_, nil): "retry"
        case .retry(_, let pause?): "retry after \(pause)"
        case .split: "split"
        case .doubt: "doubt"
        case .stop(_, let hindrance): "stop, \(hindrance)"
        case .pending(let request, _, let hindrance): "pending \(request), \(hindrance)"
        }
    }
}
