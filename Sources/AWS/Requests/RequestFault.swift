package import HTTP

/// Why a request to AWS came to nothing, after all attempts.
package enum RequestFault: Error, Equatable, Sendable {
    /// There are no keys to sign it with.
    case credentials(CredentialError)
    /// It did not get through, or the answer did not come back.
    case transfer(TransferError)
    /// AWS refused.
    case refused(Refusal)
    /// The answer is not what AWS answers.
    case unreadable

    /// How long what kept it may last.
    package var hindrance: Hindrance {
        switch self {
        case .credentials(let error): error.hindrance
        case .transfer(let error): Hindrance(error)
        case .refused(let refusal): refusal.isTemporary || refusal.meansOldKeys ? .passing : .lasting
        case .unreadable: .lasting
        }
    }

    /// Whether the same may succeed when it is tried again later.
    package var isTemporary: Bool { hindrance != .lasting }

    /// Whether it is worth another attempt now.
    var isWorthAnother: Bool {
        switch self {
        case .credentials, .unreadable: false
        case .transfer(let error): error.isTemporary
        case .refused(let refusal): refusal.isTemporary
        }
    }

    /// How long AWS asks to be left alone.
    var pause: Duration? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal.pause
    }
}
