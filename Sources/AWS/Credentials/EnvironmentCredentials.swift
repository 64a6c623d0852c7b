/// Keys in the environment, as AWS Lambda gives them.
struct EnvironmentCredentials: CredentialSource {
    let name = "environment"
    let surroundings: CredentialSurroundings

    func find(before deadline: ContinuousClock.Instant?) throws(CredentialFault) -> CredentialFinding {
        guard let id = surroundings.variable("AWS_ACCESS_KEY_ID") else {
            return .absent("AWS_ACCESS_KEY_ID is not set")
        }
        guard let secret = surroundings.variable("AWS_SECRET_ACCESS_KEY") else {
            throw CredentialFault("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both or none")
        }
        return .found(
            Credentials(
                accessKeyID: id, secretAccessKey: secret, sessionToken: surroundings.variable("AWS_SESSION_TOKEN"),
                expiration: surroundings.variable("AWS_CREDENTIAL_EXPIRATION").flatMap { AmazonTime(iso8601: $0) }))
    }
}
