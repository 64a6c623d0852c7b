/// Why there are no keys to sign with.
package enum CredentialError: Error, Equatable, CustomStringConvertible {
    /// Nothing that was tried has any; each source says why.
    case none(tried: [Attempt])
    /// A source that was meant to have some failed, after others had none.
    case failed(Attempt, before: [Attempt] = [])

    /// A source that was tried, and what came of it.
    package struct Attempt: Equatable, Sendable {
        /// The source, such as "environment".
        package let source: String
        /// What came of it.
        package let outcome: String
        /// How long that may last.
        package let hindrance: Hindrance

        /// An attempt.
        package init(source: String, outcome: String, hindrance: Hindrance = .lasting) {
            self.source = source
            self.outcome = outcome
            self.hindrance = hindrance
        }
    }

    /// How long it may last that there are none.
    package var hindrance: Hindrance {
        switch self {
        case .none(let tried): Hindrance(of: tried.map(\.hindrance))
        case .failed(let attempt, _): attempt.hindrance
        }
    }

    /// A sentence with what to do next.
    package var description: String {
        switch self {
        case .none(let tried):
            "there are no AWS credentials. Tried: \(Self.list(tried))"
                + ". Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        case .failed(let attempt, let before):
            "the AWS credentials from \(attempt.source) cannot be used: \(attempt.outcome)"
                + (before.isEmpty ? "" : ". Before it: \(Self.list(before))")
        }
    }

    private static func list(_ attempts: [Attempt]) -> String {
        attempts.map { "\($0.source) (\($0.outcome))" }.joined(separator: ", ")
    }
}
