import HTTP
import JSON
import Relay
import Synchronization
import TestSupport

@testable import CaptureRelay

/// An OpenScale in memory: it keeps what is added, lets it be prepared for a while, and answers as it is told.
final class MemoryOpenScale: HTTPClient {
    struct State {
        var things: [String: [JSONValue]] = [:]
        var endpoints = ["churn-endpoint"]
        var requests: [HTTPRequest] = []
        var tokens = 0
        /// How often something new is asked for until it is ready.
        var looks = 2
        var final = "active"
        /// What is told of what failed.
        var failure = "no such column"
        var makesPayload = true
        /// What a request gets in place of its answer, each once.
        var instead: [(method: String, path: String, step: ScriptedHTTP.Step)] = []
    }

    let state = Mutex(State())

    /// The paths that were asked, with their methods.
    var asked: [String] {
        state.withLock { state in
            state.requests.map { "\($0.method) " + ($0.url.split(separator: "/v2/").last.map(String.init) ?? $0.url) }
        }
    }

    /// What was added, by kind.
    func added(_ kind: String) -> [JSONValue] {
        state.withLock { state in
            state.requests.filter { $0.method == "POST" && $0.url.hasSuffix("/\(kind)") }
                .compactMap { try? JSONValue(parsing: $0.body ?? []) }
        }
    }

    func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        let step = state.withLock { $0.step(for: request) }
        return try await ScriptedHTTP([step]).open(request)
    }

    /// Puts something there.
    func put(_ kind: String, id: String, _ entity: JSONValue, state: String = "active") {
        self.state.withLock { $0.put(kind, id: id, entity, state: state) }
    }
}

extension MemoryOpenScale.State {
    mutating func put(_ kind: String, id: String, _ entity: JSONValue, state: String) {
        let status = JSONValue.Member(key: "status", value: .object(["state": .string(state)]))
        let members = (entity.members ?? []).filter { $0.key != "status" }
        things[kind, default: []].append(
            .object([
                "metadata": .object(["id": .string(id)]), "entity": .object(members + [status]),
            ]))
    }

    fileprivate mutating func step(for request: HTTPRequest) -> ScriptedHTTP.Step {
        if request.url.hasSuffix("/identity/token") {
            tokens += 1
            return .text(200, #"{"access_token":"token-of-memory-\#(tokens)","expires_in":3600}"#)
        }
        requests.append(request)
        let index = instead.firstIndex { $0.method == request.method && request.url.contains($0.path) }
        if let index {
            return instead.remove(at: index).step
        }
        let path = request.url.split(separator: "?")[0].split(separator: "/").map(String.init)
        if path.last == "deployments" { return .text(200, deployments) }
        guard let version = path.firstIndex(of: "v2"), path.count > version + 1 else { return .text(404) }
        let kind = path[version + 1]
        if request.method == "POST" { return add(kind, request.body ?? []) }
        ripen()
        if path.count > version + 2 {
            let found = things[kind]?.first { CatalogEntry($0)?.id == path[version + 2] }
            return found.map { .text(200, $0.lines) } ?? .text(404)
        }
        return .text(200, JSONValue.object([.init(key: kind, value: .array(things[kind] ?? []))]).lines)
    }

    private mutating func add(_ kind: String, _ body: [UInt8]) -> ScriptedHTTP.Step {
        let id = "\(kind)-\((things[kind] ?? []).count + 1)"
        put(kind, id: id, (try? JSONValue(parsing: body)) ?? .null, state: "preparing")
        let answer = things[kind]?.last?.lines ?? ""
        if kind == "subscriptions", makesPayload { putDataSet("payload_logging", of: id) }
        if kind == "monitor_instances" { putDataSet("feedback", of: id) }
        return .text(202, answer)
    }

    private mutating func putDataSet(_ type: String, of target: String) {
        put("data_sets", id: "set-of-\(type)", .object(["type": .string(type)]), state: "preparing")
    }

    /// Brings what is being prepared nearer to its end.
    private mutating func ripen() {
        looks -= 1
        guard looks < 0 else { return }
        for (kind, values) in things {
            things[kind] = values.map { value in
                guard let entry = CatalogEntry(value), entry.progress == .underway else { return value }
                let status = JSONValue.object([
                    "state": .string(final),
                    "failure": .object(["errors": .array([.object(["message": .string(failure)])])]),
                ])
                let members = (value["entity"]?.members ?? []).filter { $0.key != "status" }
                return .object([
                    "metadata": .object(["id": .string(entry.id)]),
                    "entity": .object(members + [JSONValue.Member(key: "status", value: status)]),
                ])
            }
        }
    }

    private var deployments: String {
        JSONValue.object([
            "resources": .array(
                endpoints.map { name in
                    .object([
                        "metadata": .object(["guid": .string("guid-of-\(name)")]),
                        "entity": .object([
                            "name": .string(name), "scoring_endpoint": .object(["url": .string("https://e/\(name)")]),
                            "asset": .object([
                                "asset_id": .string("asset"), "name": .string("model"), "url": .string("s3://model"),
                            ]),
                        ]),
                    ])
                })
        ]).lines
    }
}
