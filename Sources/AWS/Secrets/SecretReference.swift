/// Where a secret is kept: the ARN of a secret of Secrets Manager or of an SSM parameter, and the field of it that is
/// meant.
package struct SecretReference: Hashable, Sendable {
    /// The service that keeps it.
    let service: AWSService
    /// The region that it is kept in.
    let region: String
    /// The ARN without the field.
    package let arn: String
    /// The field of a JSON object that is meant, where not all of the secret is.
    let field: String?

    /// Reads `arn:aws:secretsmanager:…` or `arn:aws:ssm:…:parameter/…`, each with `#json-key` behind it or not.
    package init(_ text: String) throws(SecretReferenceError) {
        let halves = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 6, parts[0] == "arn", parts[1].hasPrefix("aws"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw .noARN }
        switch parts[2] {
        case "secretsmanager":
            guard parts[5] == "secret", parts.count >= 7, !parts[6].isEmpty else { throw .noSecret }
            guard parts.count == 7 else { throw .suffix }
            service = .secretsManager
        case "ssm":
            guard parts[5].hasPrefix("parameter/"), parts[5].utf8.count > "parameter/".utf8.count else {
                throw .noSecret
            }
            service = .ssm
        default: throw .otherService
        }
        guard AWSEnvironment.isRegion(parts[3]), parts[4].utf8.count == 12,
            parts[4].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .noPlace }
        region = parts[3]
        arn = halves[0]
        field = halves.count > 1 ? halves[1] : nil
        guard field != "" else { throw .emptyField }
    }

    /// What the keys must be allowed to do.
    var permission: String { service == .ssm ? "ssm:GetParameter" : "secretsmanager:GetSecretValue" }
}

/// Why a text is no reference to a secret; each case is a phrase that follows the setting's name.
package enum SecretReferenceError: Error, Equatable, CustomStringConvertible {
    case noARN
    case otherService
    case noSecret
    case noPlace
    case suffix
    case emptyField

    /// The phrase, without the text itself: somebody may have put the secret there.
    package var description: String {
        switch self {
        case .noARN, .otherService: "is not an ARN of Secrets Manager or of an SSM parameter"
        case .noSecret: "is an ARN, but not one of a secret or of a parameter"
        case .noPlace: "is an ARN without a region or an account"
        case .suffix: "has more behind the secret's name than an ARN has; a field of the secret is written #json-key"
        case .emptyField: "names no field behind its #"
        }
    }
}
