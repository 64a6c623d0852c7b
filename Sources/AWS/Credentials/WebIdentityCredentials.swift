/// Keys for a role, in exchange for a token that somebody else vouches with, as Kubernetes does.
struct WebIdentityCredentials: CredentialSource {
    let name = "web identity"
    let surroundings: CredentialSurroundings

    func find(before deadline: ContinuousClock.Instant?) async throws(CredentialFault) -> CredentialFinding {
        guard let path = surroundings.variable("AWS_WEB_IDENTITY_TOKEN_FILE") else {
            return .absent("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let arn = surroundings.variable("AWS_ROLE_ARN") else {
            throw CredentialFault("AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not; set both or none")
        }
        let role = Role(arn: arn, sessionName: surroundings.variable("AWS_ROLE_SESSION_NAME"))
        let tokens = SecurityTokenService(surroundings: surroundings)
        return .found(try await tokens.assume(role, withTokenIn: path, before: deadline))
    }
}
