/// The way from a profile to keys: its own, a command's, or those of a role by way of another profile.
struct ProfileTrail {
    private static let durations = 900...43_200

    let profiles: SharedProfiles
    let surroundings: CredentialSurroundings
    let deadline: ContinuousClock.Instant?
    /// The profiles on the way so far.
    private var passed: [String] = []

    init(profiles: SharedProfiles, surroundings: CredentialSurroundings, deadline: ContinuousClock.Instant?) {
        self.profiles = profiles
        self.surroundings = surroundings
        self.deadline = deadline
    }

    /// The keys that a profile leads to; nothing where it says nothing of keys.
    func credentials(of profile: Profile) async throws(CredentialFault) -> Credentials? {
        if let arn = profile["role_arn"] { return try await credentials(ofRole: arn, in: profile) }
        if let credentials = try keys(in: profile) { return credentials }
        if let command = profile.whole("credential_process") {
            return try await CredentialProcess(command: command, profile: profile.name, surroundings: surroundings)
                .credentials(before: deadline)
        }
        let logins = ["sso_session", "sso_start_url", "sso_account_id", "login_session"]
        if logins.contains(where: { profile[$0] != nil }) {
            throw CredentialFault("profile '\(profile.name)' signs in with a browser; \(Self.exporting(profile))")
        }
        return nil
    }

    private func keys(in profile: Profile) throws(CredentialFault) -> Credentials? {
        let id = profile["aws_access_key_id"]
        let secret = profile["aws_secret_access_key"]
        if id == nil, secret == nil { return nil }
        guard let id, let secret else {
            let missing = id == nil ? "aws_access_key_id" : "aws_secret_access_key"
            throw CredentialFault("profile '\(profile.name)' has no \(missing) beside the other")
        }
        return Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: profile["aws_session_token"])
    }

    private func credentials(ofRole arn: String, in profile: Profile) async throws(CredentialFault) -> Credentials {
        var role = Role(
            arn: arn, sessionName: profile["role_session_name"], externalID: profile["external_id"])
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text), Self.durations.contains(seconds) else {
                throw CredentialFault("duration_seconds of profile '\(profile.name)' must lie between 900 and 43200")
            }
            role.duration = seconds
        }
        let tokens = SecurityTokenService(surroundings: surroundings)
        if let path = profile["web_identity_token_file"] {
            return try await tokens.assume(role, withTokenIn: path, before: deadline)
        }
        guard profile["mfa_serial"] == nil else {
            throw CredentialFault(
                "profile '\(profile.name)' asks for a one-time code (mfa_serial), which nobody is there to type; "
                    + Self.exporting(profile))
        }
        let base = try await base(of: profile)
        return try await tokens.assume(role, with: base, before: deadline)
    }

    /// The keys that a role is asked for with.
    private func base(of profile: Profile) async throws(CredentialFault) -> Credentials {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let source?, nil): return try await credentials(ofSource: source, of: profile)
        case (nil, let source?): return try await credentials(from: source, of: profile)
        default:
            throw CredentialFault(
                "profile '\(profile.name)' has role_arn and must have either source_profile or credential_source")
        }
    }

    private func credentials(ofSource name: String, of profile: Profile) async throws(CredentialFault) -> Credentials {
        guard let source = profiles.profile(name) else {
            throw CredentialFault(
                "profile '\(name)', the source_profile of '\(profile.name)', is not in "
                    + surroundings.settings.files.places)
        }
        // A profile may name itself: its own keys ask for its role.
        if name == profile.name, let credentials = try keys(in: source) { return credentials }
        var trail = self
        trail.passed.append(profile.name)
        guard !trail.passed.contains(name) else {
            let circle = (trail.passed + [name]).joined(separator: " → ")
            throw CredentialFault("source_profile leads in a circle: \(circle)")
        }
        guard let credentials = try await trail.credentials(of: source) else {
            throw CredentialFault("profile '\(name)', the source_profile of '\(profile.name)', has no keys")
        }
        return credentials
    }

    private func credentials(from name: String, of profile: Profile) async throws(CredentialFault) -> Credentials {
        let source: any CredentialSource
        switch name {
        case "Environment": source = EnvironmentCredentials(surroundings: surroundings)
        case "EcsContainer": source = ContainerCredentials(surroundings: surroundings)
        case "Ec2InstanceMetadata": source = InstanceCredentials(surroundings: surroundings)
        default:
            throw CredentialFault(
                "credential_source of profile '\(profile.name)' must be Environment, EcsContainer or Ec2InstanceMetadata"
            )
        }
        switch try await source.find(before: deadline) {
        case .found(let credentials): return credentials
        case .absent(let reason, let hindrance):
            throw CredentialFault(
                "the credential_source of profile '\(profile.name)' has no keys: \(reason)", hindrance)
        }
    }

    private static func exporting(_ profile: Profile) -> String {
        "run: eval \"$(aws configure export-credentials --profile \(profile.name) --format env)\""
    }
}
