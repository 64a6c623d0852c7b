import HTTP
import JSON

/// Why a secret cannot be had; nothing of the secret is ever in it.
package struct SecretError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Fault: Equatable, Sendable {
        /// The request came to nothing.
        case request(RequestFault)
        /// It is kept as bytes.
        case binary
        /// There is nothing in it.
        case empty
        /// It has no fields.
        case noObject
        /// It has no field of that name.
        case noField(String)
        /// The field is no text.
        case noText(String)
    }

    /// The secret.
    package let reference: SecretReference
    /// What went wrong.
    package let fault: Fault

    init(_ reference: SecretReference, _ fault: Fault) {
        self.reference = reference
        self.fault = fault
    }

    /// How long what keeps it may last.
    package var hindrance: Hindrance {
        guard case .request(let fault) = fault else { return .lasting }
        return fault.hindrance
    }

    /// Whether it may succeed when it is tried again.
    package var isTemporary: Bool { hindrance != .lasting }

    /// A sentence that names the secret and what to do next.
    package var description: String {
        let reason =
            switch fault {
            case .request(.credentials(let error)): error.description
            case .request(.transfer(let error)): error.description
            case .request(.refused(let refusal)): words(for: refusal)
            case .request(.unreadable): "what answered is not AWS; check AWS_ENDPOINT_URL"
            case .binary: "it is kept as bytes; store it as text"
            case .empty: "it is empty"
            case .noObject: "it is not a JSON object, of which #json-key could pick a field"
            case .noField(let name): "it has no field '\(name)'"
            case .noText(let name): "its field '\(name)' is not a text"
            }
        return "the secret \(reference.arn) cannot be read: \(reason)"
    }

    private func words(for refusal: Refusal) -> String {
        if let advice = refusal.keyAdvice { return advice }
        if refusal.isTemporary { return "AWS is busy or unwell (\(refusal.quoted)); try again later" }
        switch refusal.code {
        case "ResourceNotFoundException", "ParameterNotFound":
            return "it is not there (\(refusal.name)); check the ARN and its region"
        case "ParameterVersionNotFound": return "it has no such version (\(refusal.name))"
        case "DecryptionFailure", "InvalidKeyId":
            return "its KMS key cannot be used (\(refusal.quoted)); grant kms:Decrypt on the key"
        case "AccessDeniedException", "AccessDenied":
            let isAboutKey = refusal.message?.lowercased().contains("kms") ?? false
            let right =
                isAboutKey ? "kms:Decrypt on its key" : "\(reference.permission) on it, and kms:Decrypt on its key"
            return "access is denied (\(refusal.quoted)); grant \(right)"
        default: return "AWS refused (\(refusal.quoted))"
        }
    }
}
