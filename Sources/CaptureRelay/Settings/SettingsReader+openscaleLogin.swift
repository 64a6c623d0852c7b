import AWS
import Relay

extension SettingsReader {
    /// OpenScale's address, without slashes at its end.
    mutating func openScaleAddress() -> String? {
        require(.openscaleURL, for: .openscale)
        guard let url = webURL(.openscaleURL) else { return nil }
        checkPrivacy(url, of: .openscaleURL)
        var text = url.text
        while text.hasSuffix("/") { text.removeLast() }
        return text
    }

    /// How OpenScale knows us.
    mutating func openScaleLogin() -> OpenScaleLogin? {
        if let user = trimmedValue(.openscaleUsername) {
            if let password = secret(.openscalePassword, keptAt: .openscalePasswordARN) {
                return .cloudPak(username: user, .password(password))
            }
            return secret(.openscaleAPIKey, keptAt: .openscaleAPIKeyARN).map { .cloudPak(username: user, .apiKey($0)) }
        }
        if !isSet(.openscaleAPIKeyARN) { require(.openscaleAPIKey, for: .openscale, orElse: .openscaleAPIKeyARN) }
        guard let key = secret(.openscaleAPIKey, keptAt: .openscaleAPIKeyARN) else { return nil }
        return .cloud(apiKey: key, iamURL: webURL(.openscaleIAMURL)?.text ?? OpenScaleLogin.iamURL)
    }
}
