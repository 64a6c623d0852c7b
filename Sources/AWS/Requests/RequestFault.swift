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

    /// Whether the same may succeed when it is tried again later.
    package var isTemporary: Bool {
        switch self {
        case .credentials, .unreadable: false
        case .transfer(let error): error.isTemporary || error.fault == .deadline || error.fault == .interrupted
        case .refused(let refusal): refusal.isTemporary
        }
    }

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
