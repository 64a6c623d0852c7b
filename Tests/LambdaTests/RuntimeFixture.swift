import HTTP
import Lambda
import TestSupport

/// A Runtime API that answers from a script, and what is around it.
struct RuntimeFixture {
    let client: ScriptedHTTP
    let waiting = NoWaiting()

    init(_ steps: [ScriptedHTTP.Step]) {
        client = ScriptedHTTP(steps)
    }

    /// The API, by a wall clock that stands still.
    var api: RuntimeAPI {
        RuntimeAPI(address: "127.0.0.1:9001", client: client, waiting: waiting, wallMilliseconds: { 1_000_000 })
    }

    /// What was asked, as method and path behind the version.
    var requests: [String] {
        client.requests.map {
            "\($0.method) \($0.url.replacing("http://127.0.0.1:9001/2018-06-01/runtime/", with: ""))"
        }
    }

    /// The texts that were sent.
    var bodies: [String] {
        client.requests.compactMap { $0.body.map { String(decoding: $0, as: UTF8.self) } }
    }
}

extension ScriptedHTTP.Step {
    /// An invocation.
    static func invocation(_ requestID: String, event: String = "{}", fields: HTTPFields = [:]) -> Self {
        var fields = fields
        fields["Lambda-Runtime-Aws-Request-Id"] = requestID
        return .text(200, event, fields: fields)
    }

    /// An answer that was taken.
    static let accepted = text(202, #"{"status":"OK"}"#)

    /// Nobody there any more.
    static let gone = fault(TransferError(.refused))
}

/// A handler that answers from a script, and remembers what it was asked.
final class ScriptedHandler: InvocationHandler {
    private var answers: [InvocationAnswer]
    private let afterwards: () -> Void
    private(set) var invocations: [Invocation] = []

    /// A handler that has said all and succeeds from then on.
    init(_ answers: [InvocationAnswer] = [], afterwards: @escaping () -> Void = {}) {
        self.answers = answers
        self.afterwards = afterwards
    }

    func handle(_ invocation: Invocation) async -> InvocationAnswer {
        invocations.append(invocation)
        afterwards()
        return answers.isEmpty ? .success(Array("{}".utf8)) : answers.removeFirst()
    }
}
