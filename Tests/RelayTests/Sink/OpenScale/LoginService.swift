import AWS
import HTTP
import JSON
import Relay
import Synchronization
import TestSupport

/// A service for tokens: it answers from a script, or keeps who asks waiting until the test lets it answer.
final class LoginService: HTTPClient {
    private struct State {
        var isOpen = true
        var asked = 0
        var held: [CheckedContinuation<Void, Never>] = []
        var onAsked: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let script: ScriptedHTTP
    private let state = Mutex(State())

    init(_ steps: [ScriptedHTTP.Step], holds: Bool = false) {
        script = ScriptedHTTP(steps)
        state.withLock { $0.isOpen = !holds }
    }

    /// What it was asked, but for requests that are held.
    var requests: [HTTPRequest] { script.requests }

    func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        let told = state.withLock { state in
            state.asked += 1
            let told = state.onAsked.filter { $0.count <= state.asked }
            state.onAsked.removeAll { $0.count <= state.asked }
            return told
        }
        for one in told { one.continuation.resume() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard !state.isOpen, !Task.isCancelled else { return true }
                    state.held.append(continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            release(opening: false)
        }
        if Task.isCancelled { throw TransferError(.interrupted) }
        return try await script.open(request)
    }

    /// Returns when it was asked so often.
    func isAsked(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.asked < count { state.onAsked.append((count, continuation)) }
                return state.asked >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// Lets it answer those who wait, and everybody after them.
    func release(opening: Bool = true) {
        let held = state.withLock { state in
            defer { state.held = [] }
            if opening { state.isOpen = true }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Keeps everybody waiting from now on.
    func hold() { state.withLock { $0.isOpen = false } }

    /// What IAM answers.
    static func token(_ text: String, life: Int = 3600) -> ScriptedHTTP.Step {
        .text(200, #"{"access_token":"\#(text)","token_type":"Bearer","expires_in":\#(life),"expiration":1}"#)
    }

    /// A JSON Web Token that says how long it lives.
    static func webToken(from start: Int, to end: Int) -> String {
        let claims = writtenText { buffer in
            buffer.append(text: base64(#"{"sub":"me","iat":\#(start),"exp":\#(end)}"#))
        }
        return "header.\(claims).signature"
    }

    static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let bits = text.utf8.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 } }
        return String(
            stride(from: 0, to: bits.count, by: 6).map { start in
                alphabet[(0..<6).reduce(0) { $0 << 1 | (start + $1 < bits.count ? Int(bits[start + $1]) : 0) }]
            })
    }
}
