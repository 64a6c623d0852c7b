/// An access point, which stands for a bucket: `arn:aws:s3:region:account:accesspoint/name`.
package struct AccessPoint: Equatable {
    /// The region, which is the one to sign for.
    let region: String
    /// The account.
    let account: String
    /// The name.
    let name: String

    /// Reads an ARN, an old one too, which has a colon before the name; nothing for one that is no access point's.
    package init?(arn: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 6, parts[0] == "arn", Self.isPartition(parts[1]), parts[2] == "s3" else { return nil }
        let resource = parts[5...].joined(separator: ":").split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "/" || $0 == ":" })
        guard resource.count == 2, resource[0] == "accesspoint" else { return nil }
        region = parts[3]
        account = parts[4]
        name = String(resource[1])
        guard AWSEnvironment.isRegion(region), account.utf8.count == 12, account.allSatisfy("0123456789".contains),
            (3...50).contains(name.utf8.count), name.utf8.allSatisfy(\.isOfHost)
        else { return nil }
    }

    private static func isPartition(_ text: String) -> Bool {
        let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
        return text.hasPrefix("aws") && text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "-") }
    }

    /// The access point as the first part of a host's name.
    var label: String { "\(name)-\(account)" }
}

extension UInt8 {
    /// Whether it can stand in the part of a host's name: a small letter, a digit or a hyphen.
    var isOfHost: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
