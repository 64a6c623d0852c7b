import HTTP
import JSON
import Synchronization

/// Fetches secrets, each once, and again after somebody found that it is not good any more.
package final class SecretStore: Sendable {
    private let service: JSONService
    /// The secrets by their ARNs, whole.
    private let kept = Mutex<[String: String]>([:])

    /// A store that fetches with these requests.
    package init(requests: SignedRequests, environment: AWSEnvironment) {
        service = JSONService(requests: requests, environment: environment)
    }

    /// The secret, fetched if it is not here yet.
    package func value(
        of reference: SecretReference, context: RequestContext = RequestContext()
    ) async throws(SecretError) -> String {
        if let whole = kept.withLock({ $0[reference.arn] }) { return try Self.field(of: whole, reference) }
        let whole = try await fetch(reference, context)
        kept.withLock { $0[reference.arn] = whole }
        return try Self.field(of: whole, reference)
    }

    /// Forgets a secret that was refused, unless another one was fetched since.
    package func forget(_ reference: SecretReference, rejected value: String) {
        kept.withLock { kept in
            guard let whole = kept[reference.arn] else { return }
            let current = try? Self.field(of: whole, reference)
            if current.map({ $0.utf8.elementsEqual(value.utf8) }) ?? true { kept[reference.arn] = nil }
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
