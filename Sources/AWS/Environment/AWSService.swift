/// A service that is asked for something.
package enum AWSService: String, CaseIterable, Sendable {
    case s3
    case sts
    case secretsManager = "secrets_manager"
    case ssm
    case sqs

    /// The variable that names another host for it.
    package var endpointVariable: String { "AWS_ENDPOINT_URL_\(rawValue.uppercased())" }

    /// Its name in hosts and in signatures.
    package var signingName: String { self == .secretsManager ? "secretsmanager" : rawValue }

    /// The version of the JSON protocol that it speaks.
    var jsonVersion: String { self == .sqs ? "1.0" : "1.1" }

    /// Its host in a region.
    func host(region: String, useFIPS: Bool, useDualStack: Bool) -> String {
        let partition = AWSPartition.of(region: region)
        switch self {
        case .s3:
            let name = (useFIPS ? "s3-fips" : "s3") + (useDualStack ? ".dualstack" : "")
            return "\(name).\(region).\(partition.domain)"
        case .secretsManager:
            // Its usual host is there over IPv6 too, except where the partition is newer than that.
            let isUsual = partition.domain.utf8.starts(with: "amazonaws.com".utf8)
            let domain = useDualStack && !isUsual ? partition.dualStackDomain : partition.domain
            return "secretsmanager\(useFIPS ? "-fips" : "").\(region).\(domain)"
        case .sts, .ssm, .sqs:
            let isFIPSHost = useFIPS && (useDualStack || !partition.isGovernment)
            let domain = useDualStack ? partition.dualStackDomain : partition.domain
            return "\(rawValue)\(isFIPSHost ? "-fips" : "").\(region).\(domain)"
        }
    }
}
