import AWS
import Relay

extension SettingsReader {
    /// Whether Fiddler is reached as a SageMaker partner app.
    ///
    /// Fiddler's own client takes every other word for no, and then sends requests that nobody signed.
    mutating func isPartnerApp() -> Bool {
        guard let text = trimmedValue(.partnerAppAuth) else {
            warnOfUnusedPartnerApp()
            return false
        }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default:
            refuse(
                .partnerAppAuth,
                """
                '\(SettingsProblem.shortened(text))' is neither true nor false; write true to sign requests for a \
                SageMaker partner app, or leave it unset
                """)
            return false
        }
    }

    /// The partner app, by its ARN.
    mutating func partnerApp() -> FiddlerSettings.PartnerApp? {
        guard let arn = value(.partnerAppARN) else {
            if isComplete {
                refuse(
                    .partnerAppARN,
                    "is not set; \(Variable.partnerAppAuth.name)=true needs it, such as \(Variable.partnerAppARN.example)"
                )
            }
            return nil
        }
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        let name = "partner-app/"
        // It is sent as it stands, so blanks around it would be too.
        guard arn.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            refuse(.partnerAppARN, "has a blank or another character that no ARN has; check both its ends")
            return nil
        }
        guard parts.count == 6, parts[0] == "arn", Self.isPartition(parts[1]), parts[2] == "sagemaker",
            parts[4].utf8.count == 12, parts[4].allSatisfy("0123456789".contains), parts[5].hasPrefix(name),
            parts[5].utf8.count > name.utf8.count
        else {
            refuse(.partnerAppARN, "is not the ARN of a partner app, such as \(Variable.partnerAppARN.example)")
            return nil
        }
        guard AWSEnvironment.isRegion(parts[3]) else {
            refuse(
                .partnerAppARN, "names no region, which requests are signed for; \(Variable.partnerAppARN.example) does"
            )
            return nil
        }
        return FiddlerSettings.PartnerApp(arn: arn, region: parts[3])
    }

    /// Tells of an address of the partner app that is not the one that is used.
    mutating func comparePartnerApp(with url: WebURL) {
        guard let text = trimmedValue(.partnerAppURL) else { return }
        if let other = try? WebURL(text), other.parts.hostField == url.parts.hostField { return }
        warnings.append(
            """
            \(Variable.partnerAppURL.name): does not name the host of \(Variable.fiddlerURL.name); requests go to the \
            latter, \(url.parts.hostField), as those of Fiddler's own client do
            """)
    }

    private mutating func warnOfUnusedPartnerApp() {
        for variable in [Variable.partnerAppARN, .partnerAppURL] where isSet(variable) && isComplete {
            warnings.append(
                """
                \(variable.name): has no effect, since \(Variable.partnerAppAuth.name) is not set; write \
                \(Variable.partnerAppAuth.name)=true to sign requests for the partner app
                """)
        }
    }

    private static func isPartition(_ text: String) -> Bool {
        text.hasPrefix("aws")
            && text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-") }
    }
}
