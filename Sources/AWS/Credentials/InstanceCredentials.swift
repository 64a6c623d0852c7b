import HTTP

/// Keys of the role that an EC2 instance has, from its metadata service (version 2 alone).
struct InstanceCredentials: CredentialSource {
    let name = "instance metadata"
    let surroundings: CredentialSurroundings

    func find(before deadline: ContinuousClock.Instant?) async throws(CredentialFault) -> CredentialFinding {
        if surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" {
            return .absent("AWS_EC2_METADATA_DISABLED is true")
        }
        let host = try host()
        let session: HTTPResponse
        do throws(TransferError) {
            var request = request("PUT", host + "/latest/api/token")
            request.fields["x-aws-ec2-metadata-token-ttl-seconds"] = "21600"
            session = try await surroundings.send(request, before: deadline, attempts: 1)
        } catch {
            let hindrance = Hindrance(error)
            guard error.isTemporary else { throw CredentialFault("they could not be asked for: \(error)", hindrance) }
            return .absent("nobody answered: \(error)", hindrance)
        }
        guard session.isSuccess, let token = session.line else {
            return .absent("no session: HTTP \(session.status)", Hindrance(status: session.status))
        }

        let folder = host + "/latest/meta-data/iam/security-credentials/"
        let role = try await get(folder, token, before: deadline)
        if role.status == 404 { return .absent("the instance has no role") }
        guard role.isSuccess, let name = role.line else {
            throw CredentialFault("its role is not told: \(role.refusal)", Hindrance(status: role.status))
        }
        let answer = try await get(folder + PercentEncoding.encoded(name), token, before: deadline)
        guard answer.isSuccess else {
            throw CredentialFault(
                "keys of the role \(name) were refused: \(answer.refusal)", Hindrance(status: answer.status))
        }
        guard let document = CredentialDocument(answer.body) else { throw CredentialFault("the answer is no JSON") }
        if let code = document.text("Code"), code != "Success" {
            throw CredentialFault("there are no keys of the role \(name): \(answer.refusal)")
        }
        return .found(try document.credentials(token: "Token"))
    }

    private func host() throws(CredentialFault) -> String {
        guard let endpoint = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") else {
            let isNew = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6"
            return isNew ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
        }
        guard let parts = URLParts(endpoint), !parts.hasUser, parts.query == nil else {
            throw CredentialFault("AWS_EC2_METADATA_SERVICE_ENDPOINT is no URL like http://169.254.169.254")
        }
        return endpoint.utf8.last == UInt8(ascii: "/") ? String(endpoint.dropLast()) : endpoint
    }

    private func get(
        _ url: String, _ token: String, before deadline: ContinuousClock.Instant?
    ) async throws(CredentialFault) -> HTTPResponse {
        var request = request("GET", url)
        request.fields["x-aws-ec2-metadata-token"] = token
        do throws(TransferError) {
            return try await surroundings.send(request, before: deadline, attempts: 3)
        } catch {
            throw CredentialFault("the metadata service fell silent: \(error)", Hindrance(error))
        }
    }

    private func request(_ method: String, _ url: String) -> HTTPRequest {
        var request = HTTPRequest(method, url)
        request.route = .machine
        request.connectTimeout = .seconds(1)
        request.stallTimeout = .seconds(2)
        return request
    }
}

extension HTTPResponse {
    /// The first line of the body, if it is one that can stand in a header field or a path.
    fileprivate var line: String? {
        let line = body.prefix { $0 > 0x20 && $0 < 0x7F }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
