import AWS
import Relay

extension SettingsReader {
    /// What the OpenScale sink needs; nothing where something is missing or wrong.
    mutating func openscale() -> OpenScaleSettings? {
        let access = openscaleAccess()
        let places = openscalePlaces()
        guard let access, let places else { return nil }
        var settings = access
        (settings.payload, settings.feedback) = places
        settings.compresses = compresses
        return settings
    }

    /// OpenScale's address and how it knows us, without a place for records.
    mutating func openscaleAccess() -> OpenScaleSettings? {
        let address = openscaleAddress()
        let login = openscaleLogin()
        guard let address, let login else { return nil }
        return OpenScaleSettings(address: address, login: login)
    }

    /// The address without what is put behind it anyway.
    private mutating func openscaleAddress() -> String? {
        require(.openscaleURL, for: .openscale)
        guard let url = webURL(.openscaleURL) else { return nil }
        guard url.parts.query == nil else {
            refuse(.openscaleURL, "has a ?, which no address of OpenScale has; leave it and what follows it out")
            return nil
        }
        let own = "openscale"
        var segments = url.parts.path.split(separator: "/")
        if segments.last.map({ $0 == own }) ?? false { segments.removeLast() }
        guard !segments.contains(where: { $0 == own }) else {
            refuse(
                .openscaleURL,
                "has more behind /\(own) than an address of OpenScale has; leave out all from there on")
            return nil
        }
        checkPrivacy(url, of: .openscaleURL)
        return ([url.origin] + segments.map(String.init)).joined(separator: "/")
    }

    /// Whether it is IBM Cloud or a Cloud Pak for Data is told by the user that only the latter has.
    private mutating func openscaleLogin() -> OpenScaleLogin? {
        let key = secret(.openscaleAPIKey, keptAt: .openscaleAPIKeyARN)
        let password = passphrase(.openscalePassword, keptAt: .openscalePasswordARN)
        let hasKey = isSet(.openscaleAPIKey) || isSet(.openscaleAPIKeyARN)
        let hasPassword = isSet(.openscalePassword) || isSet(.openscalePasswordARN)
        guard let username = trimmedValue(.openscaleUsername) else {
            if hasPassword, isComplete {
                refuse(
                    .openscaleUsername,
                    "is not set, but a password is; Cloud Pak for Data wants both, and IBM Cloud an API key alone")
            } else if !isSet(.openscaleAPIKeyARN) {
                require(.openscaleAPIKey, for: .openscale, orElse: .openscaleAPIKeyARN)
            }
            let url = iamURL()
            guard let key, let url else { return nil }
            return .cloud(apiKey: key, iamURL: url)
        }
        if isSet(.openscaleIAMURL) {
            warnings.append(
                """
                \(Variable.openscaleIAMURL.name): has no effect, since \(Variable.openscaleUsername.name) is set; \
                Cloud Pak for Data gives tokens itself
                """)
        }
        guard !username.utf8.contains(UInt8(ascii: ":")), !username.isEmpty else {
            refuse(.openscaleUsername, "is blank or holds a colon, which no user's name has")
            return nil
        }
        if hasKey, hasPassword {
            refuse(.openscalePassword, "is set, and so is \(Variable.openscaleAPIKey.name); set one of them")
            return nil
        }
        if !hasKey, !hasPassword { require(.openscalePassword, for: .openscale, orElse: .openscaleAPIKey) }
        return password.map { .cloudPak(username: username, .password($0)) }
            ?? key.map { .cloudPak(username: username, .apiKey($0)) }
    }

    /// Where IBM Cloud gives tokens; a host alone stands for its usual path there.
    private mutating func iamURL() -> String? {
        guard isSet(.openscaleIAMURL) else { return OpenScaleLogin.iamURL }
        guard let url = webURL(.openscaleIAMURL) else { return nil }
        checkPrivacy(url, of: .openscaleIAMURL)
        let hasPath = url.parts.query != nil || url.parts.path.utf8.contains { $0 != UInt8(ascii: "/") }
        return hasPath ? url.text : "\(url.origin)/identity/token"
    }

    /// A password from its own variable, in which any letter can stand, or from where another one says that it is kept.
    private mutating func passphrase(_ variable: Variable, keptAt reference: Variable) -> Secret? {
        guard let text = value(variable) else { return secret(variable, keptAt: reference) }
        if isSet(reference) { refuse(reference, "is set, and so is \(variable.name); set one of them") }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) || Self.trimmed(text).isEmpty {
            refuse(variable, "is blank or holds a line break; check how it was copied")
        } else if text.lowercased().hasPrefix("arn:") {
            refuse(variable, "is an ARN, not the secret itself; set it as \(reference.name)")
        } else {
            return .text(text)
        }
        return nil
    }
}
