import HTTP
import JSON

/// Why a message was not sent to a queue; nothing of the message is in it.
package struct QueueError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Fault: Equatable, Sendable {
        /// Nobody says which region it lies in.
        case noRegion
        /// The request came to nothing.
        case request(RequestFault)
    }

    /// The queue.
    package let queue: QueueURL
    /// What went wrong.
    package let fault: Fault

    init(_ queue: QueueURL, _ fault: Fault) {
        self.queue = queue
        self.fault = fault
    }

    /// How long what keeps the message from being sent may last.
    package var hindrance: Hindrance {
        guard case .request(let fault) = fault else { return .lasting }
        return fault.hindrance
    }

    /// A sentence that names the queue and what to do next.
    package var description: String {
        let reason =
            switch fault {
            case .noRegion: "its URL does not tell its region; set AWS_REGION"
            case .request(.credentials(let error)): error.description
            case .request(.transfer(let error)): error.description
            case .request(.refused(let refusal)): words(for: refusal)
            case .request(.unreadable): "what answered is not SQS; check the URL, AWS_ENDPOINT_URL_SQS and proxies"
            }
        return "no message can be sent to the queue \(queue.text): \(reason)"
    }

    private func words(for refusal: Refusal) -> String {
        if let advice = refusal.keyAdvice { return advice }
        if refusal.isTemporary { return "SQS is busy or unwell (\(refusal.quoted)); try again later" }
        let code = refusal.code ?? ""
        if (300..<400).contains(refusal.status) {
            let host = refusal.host.map { "to \($0)" } ?? "elsewhere"
            return "SQS points \(host) (\(refusal.name)), and redirects are not followed; check AWS_ENDPOINT_URL_SQS"
        }
        if code.lowercased().hasPrefix("kms") || refusal.message?.lowercased().contains("kms") ?? false {
            return "its KMS key cannot be used (\(refusal.quoted)); check the key's state, and grant "
                + "kms:GenerateDataKey and kms:Decrypt on it"
        }
        if code.hasSuffix("QueueDoesNotExist") || code.hasSuffix("NonExistentQueue") {
            return "there is no such queue (\(refusal.name)); check account, name and region in its URL"
        }
        if code.hasPrefix("AccessDenied") || refusal.status == 403 {
            return "access is denied (\(refusal.quoted)); grant sqs:SendMessage on it, and kms:GenerateDataKey and "
                + "kms:Decrypt on its key if it is encrypted with KMS"
        }
        return "SQS refused (\(refusal.quoted))"
    }
}
