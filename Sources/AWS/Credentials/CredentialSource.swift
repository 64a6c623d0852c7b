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
    /// There are none there, for a reason that a message gives and that lasts so long.
    case absent(String, Hindrance = .lasting)
}

/// Why a place that should have keys has none; a phrase that follows the place's name.
struct CredentialFault: Error, Equatable {
    /// The reason, and what to do.
    let reason: String
    /// How long it may last.
    let hindrance: Hindrance

    init(_ reason: String, _ hindrance: Hindrance = .lasting) {
        self.reason = reason
        self.hindrance = hindrance
    }
}
