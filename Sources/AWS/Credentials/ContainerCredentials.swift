import HTTP

/// Keys from the agent that looks after a container, as ECS, EKS and Lambda have it.
struct ContainerCredentials: CredentialSource {
    private static let agent = "169.254.170.2"
    private static let hosts: Set<String> = [agent, "169.254.170.23", "[fd00:ec2::23]", "localhost", "[::1]"]

    let name = "container"
    let surroundings: CredentialSurroundings

    func find(before deadline: ContinuousClock.Instant?) async throws(CredentialFault) -> CredentialFinding {
        guard let url = try url() else {
            return .absent(
                "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
        }
        var request = HTTPRequest("GET", url, fields: ["accept": "application/json"])
        request.route = .machine
        request.connectTimeout = .seconds(2)
        request.stallTimeout = .seconds(5)
        if let token = try token() { request.fields["authorization"] = token }
        let response: HTTPResponse
        do throws(TransferError) {
            response = try await surroundings.send(request, before: deadline, attempts: 3)
        } catch {
            let hindrance = Hindrance(error)
            guard error.isTemporary else { throw CredentialFault("they could not be asked for: \(error)", hindrance) }
            return .absent("nobody answered: \(error)", hindrance)
        }
        guard response.isSuccess else {
            throw CredentialFault("they were refused: \(response.refusal)", Hindrance(status: response.status))
        }
        guard let document = CredentialDocument(response.body) else { throw CredentialFault("the answer is no JSON") }
        return .found(try document.credentials(token: "Token"))
    }

    private func url() throws(CredentialFault) -> String? {
        if let path = surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.utf8.first == UInt8(ascii: "/") else {
                throw CredentialFault("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must begin with a slash")
            }
            return "http://\(Self.agent)\(path)"
        }
        guard let url = surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        guard let parts = URLParts(url), !parts.hasUser else {
            throw CredentialFault("AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL of http or https without a user")
        }
        guard parts.scheme == "https" || Self.isOwn(parts.host) else {
            throw CredentialFault(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host \(parts.host), which keys may not be fetched from; "
                    + "without https it must be this machine, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]")
        }
        return url
    }

    /// Whether a host is the machine itself or one of AWS's agents on it.
    private static func isOwn(_ host: String) -> Bool {
        if hosts.contains(host) { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private func token() throws(CredentialFault) -> String? {
        var token = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        if let path = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            token = try surroundings.token(in: path)
        }
        // A line break would begin another header field.
        guard token?.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) != true else {
            throw CredentialFault("the authorization token holds a line break or another control character")
        }
        return token
    }
}
