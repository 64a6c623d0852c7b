import AWS

/// How OpenScale knows us: what is shown to whom for a token.
package enum OpenScaleLogin: Equatable, Sendable {
    /// IBM's public address for tokens.
    package static let iamURL = "https://iam.cloud.ibm.com/identity/token"

    /// IBM Cloud's IAM, which takes an API key.
    case cloud(apiKey: Secret, iamURL: String = Self.iamURL)
    /// A Cloud Pak for Data, which knows users.
    case cloudPak(username: String, Credential)

    /// What a user of a Cloud Pak for Data shows.
    package enum Credential: Equatable, Sendable {
        case password(Secret)
        case apiKey(Secret)
    }

    /// What is secret of it.
    package var secret: Secret {
        switch self {
        case .cloud(let apiKey, _): apiKey
        case .cloudPak(_, .password(let secret)), .cloudPak(_, .apiKey(let secret)): secret
        }
    }

    /// The setting that the secret comes from.
    var setting: String {
        guard case .cloudPak(_, .password) = self else { return "OPENSCALE_API_KEY" }
        return "OPENSCALE_PASSWORD"
    }

    /// What to do about a secret that is not taken.
    var advice: String {
        let place =
            switch secret {
            case .text: setting
            case .kept(let reference): "what is kept in \(reference.arn)"
            }
        guard case .cloudPak = self else { return "check \(place)" }
        return "check OPENSCALE_USERNAME and \(place)"
    }
}
