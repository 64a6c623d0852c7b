import HTTP
import JSON
import Synchronization

/// Fetches secrets, each once, and again after somebody found that it is not good any more.
///
/// Who asks while a secret is on its way waits for it, so that any number of requests at once fetch it once.
package final class SecretStore: Sendable {
    private typealias Outcome = Result<String, SecretError>
    private typealias Waiter = CheckedContinuation<Outcome?, Never>

    /// What is known of the secrets, by their ARNs.
    private struct State {
        enum Step {
            case kept(String)
            case fetch
            case wait
        }

        /// The secrets, whole.
        var kept: [String: String] = [:]
        /// Those who wait for a secret that is on its way.
        var waiters: [String: [Waiter]] = [:]

        mutating func begin(_ arn: String) -> Step {
            if let whole = kept[arn] { return .kept(whole) }
            if waiters[arn] != nil { return .wait }
            waiters[arn] = []
            return .fetch
        }

        /// Whether the secret is on its way still.
        mutating func join(_ arn: String, _ waiter: Waiter) -> Bool {
            waiters[arn]?.append(waiter) != nil
        }

        mutating func end(_ arn: String, _ outcome: Outcome) -> [Waiter] {
            if case .success(let whole) = outcome { kept[arn] = whole }
            return waiters.removeValue(forKey: arn) ?? []
        }
    }

    private let service: JSONService
    private let state = Mutex(State())

    /// A store that fetches with these requests.
    package init(requests: SignedRequests, environment: AWSEnvironment) {
        service = JSONService(requests: requests, environment: environment)
    }

    /// The secret, fetched if it is not here yet.
    package func value(
        of reference: SecretReference, context: RequestContext = RequestContext()
    ) async throws(SecretError) -> String {
        do throws(SecretError) {
            return try Self.field(of: try await whole(reference, context), reference)
        } catch {
            // Who waited for another one's request hears of the secret by the name that it used itself.
            throw SecretError(reference, error.fault)
        }
    }

    private func whole(_ reference: SecretReference, _ context: RequestContext) async throws(SecretError) -> String {
        while true {
            switch state.withLock({ $0.begin(reference.arn) }) {
            case .kept(let whole): return whole
            case .fetch:
                let outcome = await outcome(of: reference, context)
                for waiter in state.withLock({ $0.end(reference.arn, outcome) }) { waiter.resume(returning: outcome) }
                return try outcome.get()
            case .wait:
                let outcome = await withCheckedContinuation { waiter in
                    // It may have arrived, or not, since somebody was said to wait for it.
                    if !state.withLock({ $0.join(reference.arn, waiter) }) { waiter.resume(returning: nil) }
                }
                if let outcome { return try outcome.get() }
            }
        }
    }

    private func outcome(of reference: SecretReference, _ context: RequestContext) async -> Outcome {
        do throws(SecretError) {
            return .success(try await fetch(reference, context))
        } catch {
            return .failure(error)
        }
    }

    /// Forgets a secret that was refused, unless another one was fetched since.
    package func forget(_ reference: SecretReference, rejected value: String) {
        state.withLock { state in
            guard let whole = state.kept[reference.arn] else { return }
            let current = try? Self.field(of: whole, reference)
            if current.map({ $0.utf8.elementsEqual(value.utf8) }) ?? true { state.kept[reference.arn] = nil }
        }
    }

    private func fetch(_ reference: SecretReference, _ context: RequestContext) async throws(SecretError) -> String {
        let answer: JSONValue
        do throws(RequestFault) {
            answer = try await service.call(
                reference.service == .ssm ? "AmazonSSM.GetParameter" : "secretsmanager.GetSecretValue",
                of: reference.service, region: reference.region, arguments: Self.arguments(reference), in: context)
        } catch {
            throw SecretError(reference, .request(error))
        }
        let text = reference.service == .ssm ? answer["Parameter"]?["Value"] : answer["SecretString"]
        guard let secret = text?.string else {
            throw SecretError(reference, answer["SecretBinary"] == nil ? .request(.unreadable) : .binary)
        }
        guard !secret.isEmpty else { throw SecretError(reference, .empty) }
        return secret
    }

    private static func arguments(_ reference: SecretReference) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.append(reference.service == .ssm ? "{\"Name\":" : "{\"SecretId\":")
        buffer.appendJSON(reference.arn)
        buffer.append(reference.service == .ssm ? ",\"WithDecryption\":true}" : "}")
        return buffer.bytes.array
    }

    /// The field that is meant, or all of the secret.
    private static func field(of whole: String, _ reference: SecretReference) throws(SecretError) -> String {
        guard let field = reference.field else { return whole }
        guard let members = (try? JSONValue(parsing: whole))?.members else { throw SecretError(reference, .noObject) }
        switch members.last(where: { $0.key.utf8.elementsEqual(field.utf8) })?.value {
        case .string(let text) where text.isEmpty: throw SecretError(reference, .empty)
        case .string(let text), .number(let text): return text
        case nil: throw SecretError(reference, .noField(field))
        default: throw SecretError(reference, .noText(field))
        }
    }
}
