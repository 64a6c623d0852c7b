import Files

/// Reads settings from variables, else from a profile, and collects what is wrong with them.
struct EnvironmentReader {
    private struct Setting {
        /// Where it stands, as a message names it.
        let name: String
        let value: String
    }

    /// What was wrong so far.
    private(set) var problems: [AWSEnvironment.Problem] = []
    private let variable: (String) -> String?
    private var profile: Profile?
    private var services: Profile?

    /// A reader of variables, of which none is empty.
    init(_ variable: @escaping (String) -> String?) {
        self.variable = variable
    }

    /// Reads the profile that is meant.
    mutating func readProfile(of files: SharedFiles, _ readFile: FileReading) {
        do throws(SharedFileError) {
            let profiles = try files.profiles(readFile)
            profile = profiles.profile(files.profileName)
            services = profile?["services"].flatMap { profiles.services($0) }
        } catch {
            // A file that nobody named need not be readable: all that is needed can come from elsewhere.
            let name = error.path == files.config ? "AWS_CONFIG_FILE" : "AWS_SHARED_CREDENTIALS_FILE"
            if variable(name) != nil { refuse(name, "\(error)") }
        }
    }

    /// The region that is worked in.
    mutating func region() -> String? {
        guard let setting = setting(["AWS_REGION", "AWS_DEFAULT_REGION"], "region") else { return nil }
        guard AWSEnvironment.isRegion(setting.value) else {
            refuse(setting.name, "a region is written like us-east-1")
            return nil
        }
        return setting.value
    }

    /// A setting that is true or false; false when it is not set.
    mutating func flag(_ variable: String, _ name: String) -> Bool {
        guard let setting = setting([variable], name) else { return false }
        let value = setting.value.lowercased()
        if value != "true", value != "false" { refuse(setting.name, "must be true or false") }
        return value == "true"
    }

    /// How often a request is made at most.
    mutating func attempts() -> Int? {
        guard let setting = setting(["AWS_MAX_ATTEMPTS"], "max_attempts") else { return nil }
        guard let number = Int(setting.value), number > 0 else {
            refuse(setting.name, "must be a whole number, 1 or more")
            return nil
        }
        return number
    }

    /// What stands in place of the services' own hosts.
    mutating func endpoints() -> [AWSService: String] {
        if flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return [:] }
        var endpoints: [AWSService: String] = [:]
        for service in AWSService.allCases {
            let setting =
                variables([service.endpointVariable, "AWS_ENDPOINT_URL"])
                ?? value("\(service.rawValue).endpoint_url", of: services, "services")
                ?? value("endpoint_url", of: profile, "profile")
            guard let setting else { continue }
            endpoints[service] = Self.endpoint(setting.value)
            if endpoints[service] == nil, !problems.contains(where: { $0.name == setting.name }) {
                refuse(setting.name, "an endpoint is written like http://localhost:9000, without a user and a query")
            }
        }
        return endpoints
    }

    /// Makes sure that the file of certificate authorities that connections to AWS will need can be opened.
    mutating func probeAuthorities(_ probe: FileProbing) {
        guard let setting = variables(["AWS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"]) else { return }
        do throws(SystemError) { try probe(setting.value) } catch {
            refuse(setting.name, "the certificate authorities in \(setting.value) cannot be read: \(error)")
        }
    }

    private mutating func refuse(_ name: String, _ sentence: String) {
        problems.append(AWSEnvironment.Problem(name: name, sentence: sentence))
    }

    private func setting(_ names: [String], _ ofProfile: String) -> Setting? {
        variables(names) ?? value(ofProfile, of: profile, "profile")
    }

    private func variables(_ names: [String]) -> Setting? {
        names.lazy.compactMap { name in variable(name).map { Setting(name: name, value: $0) } }.first
    }

    private func value(_ name: String, of section: Profile?, _ kind: String) -> Setting? {
        guard let section, let value = section[name] else { return nil }
        return Setting(name: "\(name) of \(kind) \(section.name)", value: value)
    }

    /// An endpoint as requests begin with it.
    private static func endpoint(_ text: String) -> String? {
        guard let parts = URLParts(text), !parts.hasUser, parts.query == nil, !text.utf8.contains(UInt8(ascii: "#"))
        else { return nil }
        var path = parts.path.utf8[...]
        while path.last == UInt8(ascii: "/") { path.removeLast() }
        let port = parts.port.map { ":\($0)" } ?? ""
        return "\(parts.scheme)://\(parts.host)\(port)\(String(Substring(path)))"
    }
}
