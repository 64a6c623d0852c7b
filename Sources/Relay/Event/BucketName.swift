import AWS

/// A bucket's name or an access point's ARN that hosts and paths can be built from.
struct BucketName {
    /// The name or the ARN.
    let text: String

    /// Checks a name or an ARN; of a bucket's own ARN the name is kept.
    init?(_ text: String) {
        if Self.isName(text) || AccessPoint(arn: text) != nil {
            self.text = text
        } else if let name = Self.name(inARN: text) {
            self.text = name
        } else {
            return nil
        }
    }

    /// Today's rules, with the upper case and underscores that old buckets of us-east-1 have.
    private static func isName(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard (3...63).contains(bytes.count), bytes[0].isLetterOrDigit, bytes[bytes.count - 1].isLetterOrDigit else {
            return false
        }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNameByte) }) else { return false }
        let isAddress = labels.count == 4 && labels.allSatisfy { $0.allSatisfy(\.isDigit) }
        return !isAddress
    }

    /// The name in `arn:aws:s3:::name`.
    private static func name(inARN text: String) -> String? {
        guard let arn = parts(ofARN: text), arn.region.isEmpty, arn.account.isEmpty else { return nil }
        return isName(arn.resource) ? String(arn.resource) : nil
    }

    private static func parts(ofARN text: String) -> (region: Substring, account: Substring, resource: Substring)? {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "s3", parts[1].hasPrefix("aws") else { return nil }
        guard parts[1].utf8.allSatisfy({ $0.isLower || $0 == UInt8(ascii: "-") }) else { return nil }
        return (parts[3], parts[4], parts[5])
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    fileprivate var isLower: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
    fileprivate var isUpper: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
    fileprivate var isLetterOrDigit: Bool { isLower || isUpper || isDigit }
    fileprivate var isLowerDigitOrHyphen: Bool { isLower || isDigit || self == UInt8(ascii: "-") }
    fileprivate var isNameByte: Bool { isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }
}
