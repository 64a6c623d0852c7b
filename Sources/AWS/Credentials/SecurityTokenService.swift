import HTTP

/// A role, and how it is taken on.
struct Role: Equatable, Sendable {
    /// The role's ARN.
    let arn: String
    /// The name of the session in AWS's records.
    var sessionName: String?
    /// What the role's owner asks for besides.
    var externalID: String?
    /// How many seconds the keys are to last.
    var duration: Int?
}

/// AWS's Security Token Service, which gives keys for roles.
struct SecurityTokenService {
    private static let version = "2011-06-15"

    let surroundings: CredentialSurroundings

    /// Takes on a role with other keys.
    func assume(
        _ role: Role, with credentials: Credentials, before deadline: ContinuousClock.Instant?
    ) async throws(CredentialFault) -> Credentials {
        var request = request("AssumeRole", role, [])
        let signer = Signer(service: "sts", region: region(of: role), pathRule: .others)
        signer.sign(&request, with: credentials, at: surroundings.now(), payload: .body)
        return try await keys(request, role, before: deadline)
    }

    /// Takes on a role with a token, which is read anew each time since it is replaced before it ends.
    func assume(
        _ role: Role, withTokenIn path: String, before deadline: ContinuousClock.Instant?
    ) async throws(CredentialFault) -> Credentials {
        let token = try surroundings.token(in: path)
        let request = request("AssumeRoleWithWebIdentity", role, [("WebIdentityToken", token)])
        return try await keys(request, role, before: deadline)
    }

    private func region(of role: Role) -> String {
        surroundings.settings.region ?? AWSPartition.of(arn: role.arn).homeRegion
    }

    private func request(_ action: String, _ role: Role, _ more: [(name: String, value: String)]) -> HTTPRequest {
        var form: [(name: String, value: String)] = [
            ("Action", action), ("Version", Self.version), ("RoleArn", role.arn),
            ("RoleSessionName", role.sessionName ?? "capture-relay-\(surroundings.now().seconds)"),
        ]
        if let externalID = role.externalID { form.append(("ExternalId", externalID)) }
        if let duration = role.duration { form.append(("DurationSeconds", "\(duration)")) }
        return HTTPRequest(
            "POST", surroundings.settings.endpoint(for: .sts, region: region(of: role)) + "/",
            fields: ["content-type": "application/x-www-form-urlencoded; charset=utf-8"],
            body: Array(PercentEncoding.form(form + more).utf8))
    }

    private func keys(
        _ request: HTTPRequest, _ role: Role, before deadline: ContinuousClock.Instant?
    ) async throws(CredentialFault) -> Credentials {
        let response: HTTPResponse
        do throws(TransferError) {
            response = try await surroundings.send(
                request, before: deadline, attempts: surroundings.settings.maxAttempts, isTemporary: Self.isTemporary)
        } catch {
            throw CredentialFault("STS could not be asked for the role \(role.arn): \(error)", Hindrance(error))
        }
        let answer = XMLText(response.body)
        guard response.isSuccess else {
            throw Self.refusal(of: role, answer, response.status, isTemporary: Self.isTemporary(response))
        }
        guard let id = answer["AccessKeyId"], let secret = answer["SecretAccessKey"], let token = answer["SessionToken"]
        else { throw CredentialFault("STS answered without keys for the role \(role.arn)") }
        return Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token,
            expiration: try CredentialDocument.expiration(answer["Expiration"]))
    }

    private static func isTemporary(_ response: HTTPResponse) -> Bool {
        if response.status >= 500 || response.status == 429 { return true }
        guard !response.isSuccess, let code = XMLText(response.body)["Code"] else { return false }
        return code.hasPrefix("Throttling") || code == "IDPCommunicationError" || code == "RequestLimitExceeded"
    }

    private static func refusal(
        of role: Role, _ answer: XMLText, _ status: Int, isTemporary: Bool
    ) -> CredentialFault {
        let code = answer["Code"] ?? "HTTP \(status)"
        // The message to a wrong signature repeats what was signed, and a session token with it.
        let message = code == "SignatureDoesNotMatch" ? nil : answer["Message"].map { ": \($0.prefix(300))" }
        let advice =
            switch code {
            case "AccessDenied": "; allow sts:AssumeRole here, and this caller in the role's trust policy"
            case "InvalidClientTokenId", "SignatureDoesNotMatch": "; the keys that it is asked for with are wrong"
            case "ExpiredToken", "ExpiredTokenException": "; what it is asked for with has expired and must be renewed"
            case "RegionDisabledException": "; enable STS in that region, or set AWS_REGION to another one"
            default: ""
            }
        // A token that has expired is replaced by whoever gave it.
        let mayPass = isTemporary || code.hasPrefix("ExpiredToken")
        return CredentialFault(
            "STS refused the role \(role.arn): \(code)\(message ?? "")\(advice)", mayPass ? .passing : .lasting)
    }
}
