package import HTTP
import JSON
import Synchronization

/// A client that answers from a script and remembers what it was asked; it fails when the script has ended.
package final class ScriptedHTTP: HTTPClient {
    /// One answer.
    package enum Step: Sendable {
        /// A whole response.
        case response(HTTPResponse)
        /// The head, some bytes of the body, and then a fault.
        case breaksOff(HTTPResponse, TransferError)
        /// No response at all.
        case fault(TransferError)

        /// A response with a text for a body.
        package static func text(_ status: Int, _ text: String = "", fields: HTTPFields = [:]) -> Step {
            .response(HTTPResponse(status: status, fields: fields, body: Array(text.utf8)))
        }
    }

    private struct State {
        var steps: [Step]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>
    private let chunk: Int

    /// A client with a script; bodies are handed out in chunks of a size.
    package init(_ steps: [Step], chunk: Int = 1 << 16) {
        state = Mutex(State(steps: steps))
        self.chunk = chunk
    }

    /// What was asked so far.
    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// How many steps of the script are left.
    package var stepsLeft: Int { state.withLock { $0.steps.count } }

    package func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        let step: Step? = state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .response(let response): return ScriptedExchange(response, nil, chunk)
        case .breaksOff(let response, let error): return ScriptedExchange(response, error, chunk)
        case .fault(let error): throw error
        case nil: throw TransferError(.other, "the script ended before \(request.method) \(request.url)")
        }
    }
}

private final class ScriptedExchange: HTTPExchange {
    let status: Int
    let fields: HTTPFields
    private let rest: Mutex<ArraySlice<UInt8>>
    private let end: TransferError?
    private let chunk: Int

    init(_ response: HTTPResponse, _ end: TransferError?, _ chunk: Int) {
        status = response.status
        fields = response.fields
        rest = Mutex(response.body[...])
        self.end = end
        self.chunk = chunk
    }

    func read(into buffer: inout ByteBuffer) async throws(TransferError) -> Int {
        let part: [UInt8] = rest.withLock { rest in
            defer { rest = rest.dropFirst(chunk) }
            return Array(rest.prefix(chunk))
        }
        if part.isEmpty, let end { throw end }
        buffer.append(contentsOf: part)
        return part.count
    }
}

/// A way to wait that takes no time and remembers how long it would have been.
package final class NoWaiting: Waiting {
    private let state = Mutex((now: ContinuousClock.Instant.now, waits: [Duration]()))

    /// A way to wait.
    package init() {}

    /// How long each wait was.
    package var waits: [Duration] { state.withLock { $0.waits } }

    /// The time as it would be had there been waiting.
    package var now: ContinuousClock.Instant { state.withLock { $0.now } }

    package func wait(_ duration: Duration) async -> Bool {
        state.withLock { state in
            state.now += duration
            state.waits.append(duration)
        }
        return true
    }
}
