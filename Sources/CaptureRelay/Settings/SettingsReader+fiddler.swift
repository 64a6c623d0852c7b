import AWS
import Relay

extension SettingsReader {
    /// What the Fiddler sink needs; nothing where something is missing or wrong.
    mutating func fiddler() -> FiddlerSettings? {
        let isPartnerApp = isPartnerApp()
        let partnerApp = isPartnerApp ? partnerApp() : nil
        let url = fiddlerURL(isPartnerApp: isPartnerApp)
        let token = secret(.fiddlerToken, keptAt: .fiddlerTokenARN)
        if !isSet(.fiddlerTokenARN) { require(.fiddlerToken, for: .fiddler, orElse: .fiddlerTokenARN) }
        let model = modelID()
        guard let url, let token, let model, !isPartnerApp || partnerApp != nil else { return nil }
        var settings = FiddlerSettings(url: url.origin, token: token, modelID: model, partnerApp: partnerApp)
        settings.compresses = compresses
        return settings
    }

    /// Scheme, host and port of Fiddler; the partner app's own address stands in where there is none.
    private mutating func fiddlerURL(isPartnerApp: Bool) -> WebURL? {
        let variable =
            isPartnerApp && !isSet(.fiddlerURL) && isSet(.partnerAppURL) ? Variable.partnerAppURL : .fiddlerURL
        require(variable, for: .fiddler)
        guard let url = webURL(variable) else { return nil }
        guard url.parts.query == nil else {
            refuse(variable, "has a ?, which no address of Fiddler has; leave it and what follows it out")
            return nil
        }
        // Fiddler's own client drops it without a word, and sends to another address than the one that is set.
        guard url.parts.path.utf8.allSatisfy({ $0 == UInt8(ascii: "/") }) else {
            refuse(variable, "has a path behind its host, which Fiddler is not reached by; leave it out")
            return nil
        }
        checkPrivacy(url, of: variable)
        if isPartnerApp, variable == .fiddlerURL { comparePartnerApp(with: url) }
        return url
    }

    private mutating func modelID() -> String? {
        require(.fiddlerModelUUID, for: .fiddler)
        guard let text = trimmedValue(.fiddlerModelUUID) else { return nil }
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        let digits = groups.joined().utf8
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12], digits.allSatisfy({ $0 < 0x80 && Self.isHexDigit($0) })
        else {
            // Not shown: tokens get into the wrong variable.
            refuse(
                .fiddlerModelUUID,
                "is not a UUID, as Fiddler shows it on the model's card, such as \(Variable.fiddlerModelUUID.example)")
            return nil
        }
        return text.lowercased()
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool { Character(UnicodeScalar(byte)).isHexDigit }
}
