/// One place where keys may be.
protocol CredentialSource: Sendable {
    /// The place, as messages name it.
    var name: String { get }

    /// Looks for keys now; each call looks anew.
    func find(before deadline: ContinuousClock.Instant?) async throws(CredentialFault) -> CredentialFinding
}

/// What came of looking in one place.
enum CredentialFinding: Equatable, Sendable {
    /// Keys.
    case found(Credentials)
    /// There are none there, for a reason that a message gives.
    case absent(String)
}

/// Why a place that should have keys has none; a phrase that follows the place's name.
struct CredentialFault: Error, Equatable {
    /// The reason, and what to do.
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
