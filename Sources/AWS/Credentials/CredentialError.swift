/// Why there are no keys to sign with.
package enum CredentialError: Error, Equatable, CustomStringConvertible {
    /// Nothing that was tried has any; each source says why.
    case none(tried: [Attempt])
    /// A source that was meant to have some failed.
    case failed(Attempt)

    /// A source that was tried, and what came of it.
    package struct Attempt: Equatable, Sendable {
        /// The source, such as "environment".
        package let source: String
        /// What came of it.
        package let outcome: String

        /// An attempt.
        package init(source: String, outcome: String) {
            self.source = source
            self.outcome = outcome
        }
    }

    /// A sentence with what to do next.
    package var description: String {
        switch self {
        case .none(let tried):
            "there are no AWS credentials. Tried: "
                + tried.map { "\($0.source) (\($0.outcome))" }.joined(separator: ", ")
                + ". Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        case .failed(let attempt):
            "the AWS credentials from \(attempt.source) cannot be used: \(attempt.outcome)"
        }
    }
}
