/// Keys by a profile in AWS's shared files.
struct ProfileCredentials: CredentialSource {
    let surroundings: CredentialSurroundings

    private var files: SharedFiles { surroundings.settings.files }

    var name: String { "profile '\(files.profileName)'" }

    func find(before deadline: ContinuousClock.Instant?) async throws(CredentialFault) -> CredentialFinding {
        let profiles: SharedProfiles
        do throws(SharedFileError) {
            profiles = try files.profiles(surroundings.readFile)
        } catch {
            if files.isProfileNamed { throw CredentialFault("\(error)") }
            return .absent("\(error)")
        }
        guard let profile = profiles.profile(files.profileName) else {
            let reason = "it is not in \(files.places)"
            if files.isProfileNamed { throw CredentialFault(reason) }
            return .absent(reason)
        }
        let trail = ProfileTrail(profiles: profiles, surroundings: surroundings, deadline: deadline)
        if let credentials = try await trail.credentials(of: profile) { return .found(credentials) }
        let reason = "it has no aws_access_key_id, role_arn or credential_process"
        if files.isProfileNamed { throw CredentialFault(reason) }
        return .absent(reason)
    }
}
