import AWS
import HTTP

/// The token that a monitor knows us by, fetched where it is kept, and once more when the monitor does not take it.
struct MonitorToken: Sendable {
    private struct Value {
        /// As it is kept.
        let whole: String
        /// As it is sent: a secret is easily stored with the line break behind it.
        let text: String
    }

    let secret: Secret
    let store: SecretStore?
    let context: RequestContext
    /// The setting that it comes from.
    let setting: String

    /// What to do about a token that is not taken.
    var advice: String {
        switch secret {
        case .text: "check \(setting)"
        case .kept(let reference): "check the token that is kept in \(reference.arn)"
        }
    }

    /// Sends something with the token, and with a newly fetched one when the monitor knew nothing of the first.
    func answer(
        before deadline: ContinuousClock.Instant?,
        _ send: (String) async throws(Judged) -> MonitorAnswer
    ) async throws(Judged) -> MonitorAnswer {
        let value = try await value(before: deadline)
        let answer = try await send(value.text)
        guard answer.response.status == 401, case .kept(let reference) = secret else { return answer }
        store?.forget(reference, rejected: value.whole)
        let fresh = try await self.value(before: deadline)
        // The monitor would say the same to the same.
        return fresh.text.utf8.elementsEqual(value.text.utf8) ? answer : try await send(fresh.text)
    }

    private func value(before deadline: ContinuousClock.Instant?) async throws(Judged) -> Value {
        var context = context
        context.deadline = deadline
        let whole = try await secret.text(from: store, context)
        let text = whole.utf8.drop(while: Self.isBlank)
        let end = text.lastIndex { !Self.isBlank($0) }.map { text.index(after: $0) } ?? text.startIndex
        let token = String(Substring(text[..<end]))
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            let fault = token.isEmpty ? "is empty" : "holds something else than letters, digits and signs"
            throw Judged(.stop(reason: "the token \(fault) and cannot be sent; \(advice)", .lasting))
        }
        return Value(whole: whole, text: token)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
