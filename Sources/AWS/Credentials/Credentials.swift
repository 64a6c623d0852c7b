/// The keys that requests are signed with; they print without their secrets.
package struct Credentials: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The id of the key, which may be seen.
    package let accessKeyID: String
    /// The key itself.
    package let secretAccessKey: String
    /// What goes with keys that were given for a time.
    package let sessionToken: String?
    /// When they end; keys without an end have none.
    package let expiration: AmazonTime?

    /// Keys.
    package init(
        accessKeyID: String,
        secretAccessKey: String,
        sessionToken: String? = nil,
        expiration: AmazonTime? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    package var description: String { "credentials \(accessKeyID)" }
    package var debugDescription: String { description }
}

/// Where keys come from: one source, or a chain of them that keeps what it found.
package protocol CredentialProvider: Sendable {
    /// Keys that are good now; kept ones where they are not about to end.
    func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials

    /// Forgets keys that AWS said have expired, so that the next call fetches new ones.
    func forget(_ rejected: Credentials) async
}
