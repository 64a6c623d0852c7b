/// A group of regions with domains of its own.
struct AWSPartition: Equatable, Sendable {
    /// Its name in ARNs: `aws`.
    let name: String
    /// How the names of its regions begin.
    private let prefix: String
    /// The region to ask where none is named.
    let homeRegion: String
    /// How its hosts end: `amazonaws.com`.
    let domain: String
    /// How hosts end that are there over IPv6 too, S3's aside.
    let dualStackDomain: String

    /// Whether it is GovCloud, where most hosts are FIPS hosts already.
    var isGovernment: Bool { name == "aws-us-gov" }

    /// The partition of a region; one that nobody has heard of is taken for one of the usual ones.
    static func of(region: String) -> AWSPartition {
        others.first { region.utf8.starts(with: $0.prefix.utf8) } ?? usual
    }

    /// The partition that an ARN names.
    static func of(arn: String) -> AWSPartition {
        let parts = arn.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        return others.first { parts.count > 1 && $0.name == parts[1] } ?? usual
    }

    private static let usual = AWSPartition("aws", "", home: "us-east-1", "amazonaws.com", "api.aws")

    private static let others = [
        AWSPartition(
            "aws-cn", "cn-", home: "cn-northwest-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        AWSPartition("aws-us-gov", "us-gov-", home: "us-gov-west-1", "amazonaws.com", "api.aws"),
        AWSPartition("aws-eusc", "eusc-", home: "eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"),
        AWSPartition("aws-iso", "us-iso-", home: "us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
        AWSPartition("aws-iso-b", "us-isob-", home: "us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"),
        AWSPartition("aws-iso-e", "eu-isoe-", home: "eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        AWSPartition("aws-iso-f", "us-isof-", home: "us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    ]

    private init(_ name: String, _ prefix: String, home: String, _ domain: String, _ dualStackDomain: String) {
        self.name = name
        self.prefix = prefix
        homeRegion = home
        self.domain = domain
        self.dualStackDomain = dualStackDomain
    }
}
