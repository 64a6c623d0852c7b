import AWS
import HTTP
import JSON

/// Asks for a token once, with the secret fetched where it is kept, and once more when that is not taken.
struct OpenScaleTokenRequests: Sendable {
    private let login: OpenScaleLogin
    private let address: String
    private let usesPreauth: Bool
    private let client: any HTTPClient
    private let secrets: SecretStore?
    private let table: VerdictTable
    private let now: @Sendable () -> AmazonTime

    init(
        _ login: OpenScaleLogin,
        address: String,
        usesPreauth: Bool,
        client: any HTTPClient,
        retryStatuses: Set<Int>,
        secrets: SecretStore?,
        now: @escaping @Sendable () -> AmazonTime
    ) {
        self.login = login
        self.address = address
        self.usesPreauth = usesPreauth
        self.client = client
        self.secrets = secrets
        self.now = now
        let host: String?
        let name: String
        let setting: String
        switch login {
        case .cloud(_, let url):
            (name, host, setting) = ("IBM Cloud IAM", URLParts(url)?.hostField, "OPENSCALE_IAM_URL")
        case .cloudPak: (name, host, setting) = ("Cloud Pak for Data", URLParts(address)?.hostField, "OPENSCALE_URL")
        }
        table = VerdictTable(
            monitor: VerdictTable.Monitor(
                name: host.map { "\(name) at \($0)" } ?? name, identityAdvice: login.advice,
                permissionAdvice: login.advice, addressAdvice: "check \(setting)"),
            retryStatuses: retryStatuses)
    }

    /// A token, fresh from the service.
    func token(_ context: RequestContext) async throws(OpenScaleTokenError) -> OpenScaleToken {
        do throws(Judged) {
            let secret = try await login.secret.text(from: secrets, context)
            let answer = try await answer(showing: secret, context)
            guard isRefusal(answer), case .kept(let reference) = login.secret else {
                return try token(of: answer.monitor, askedAt: answer.time)
            }
            secrets?.forget(reference, rejected: secret)
            let fresh = try await login.secret.text(from: secrets, context)
            // The service would say the same to the same.
            let isSame = fresh.utf8.elementsEqual(secret.utf8)
            let last = isSame ? answer : try await self.answer(showing: fresh, context)
            return try token(of: last.monitor, askedAt: last.time)
        } catch {
            throw OpenScaleTokenError(error.verdict)
        }
    }

    /// Why there was no more time to wait for a token that another one asked for.
    func deadlineError() -> OpenScaleTokenError {
        OpenScaleTokenError(table.verdict(TransferError(.deadline)))
    }

    /// The same where whoever waited was told to stop.
    func interruptionError() -> OpenScaleTokenError {
        OpenScaleTokenError(table.verdict(TransferError(.interrupted)))
    }

    private typealias Answer = (monitor: MonitorAnswer, time: AmazonTime)

    private func answer(showing secret: String, _ context: RequestContext) async throws(Judged) -> Answer {
        let text = secret.trimmingLineBreaks
        guard !text.isEmpty else {
            throw Judged(
                .stop(reason: "the secret that \(table.monitor.name) wants is empty; \(login.advice)", .lasting))
        }
        let time = now()
        let requests = MonitorRequests(client: client, table: table, context: context)
        let request = request(showing: text)
        let hidden = [text, request.fields["Authorization"]].compactMap(\.self)
        let answer = try await requests.answer(
            to: request, for: Shipment(body: [], rows: 0), compresses: false, hiding: hidden)
        return (answer, time)
    }

    /// What each of the services wants to be asked.
    private func request(showing secret: String) -> HTTPRequest {
        var request: HTTPRequest
        switch login {
        case .cloud(_, let url):
            let form = PercentEncoding.form([
                ("grant_type", "urn:ibm:params:oauth:grant-type:apikey"), ("apikey", secret),
                ("response_type", "cloud_iam"),
            ])
            request = HTTPRequest("POST", url, body: Array(form.utf8))
            request.fields["Content-Type"] = "application/x-www-form-urlencoded"
        case .cloudPak(let username, .password) where usesPreauth:
            request = HTTPRequest("GET", address + "/v1/preauth/validateAuth")
            request.fields["Authorization"] = "Basic \(Self.base64("\(username):\(secret)"))"
        case .cloudPak(let username, let credential):
            var body = ByteBuffer()
            body.append("{\"username\":")
            body.appendJSON(username)
            if case .password = credential { body.append(",\"password\":") } else { body.append(",\"api_key\":") }
            body.appendJSON(secret)
            body.append("}")
            request = HTTPRequest("POST", address + "/icp4d-api/v1/authorize", body: body.bytes.array)
            request.fields["Content-Type"] = "application/json"
        }
        request.fields["Accept"] = "application/json"
        return request
    }

    /// Whether the service refuses the secret; IAM says 400 to a key that it does not know.
    private func isRefusal(_ answer: Answer) -> Bool {
        let status = answer.monitor.response.status
        return [400, 401, 403].contains(status) && !table.retryStatuses.contains(status)
    }

    private func token(of answer: MonitorAnswer, askedAt time: AmazonTime) throws(Judged) -> OpenScaleToken {
        let requests = MonitorRequests(client: client, table: table, context: RequestContext())
        guard answer.response.isSuccess else {
            let verdict = requests.verdict(on: answer)
            // There is nothing to divide in it.
            guard case .split(let reason) = verdict else { throw Judged(verdict) }
            throw Judged(.stop(reason: "\(reason); \(login.advice)", .lasting))
        }
        let document = try? JSONValue(parsing: answer.response.body)
        let text = ["access_token", "accessToken", "token"].compactMap { document?[$0]?.string }.first ?? ""
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            let reason = text.isEmpty ? "not with a token\(Self.words(in: answer))" : "with a token that cannot be sent"
            throw Judged(requests.lostAcknowledgement(answer, because: reason))
        }
        return OpenScaleToken(text, life: document?["expires_in"]?.seconds, askedAt: time)
    }

    /// What a success without a token says for people to read: it may hold one where nobody looks for it.
    private static func words(in answer: MonitorAnswer) -> String {
        let body = answer.response.body
        if MonitorWords.isMarkup(body) { return MonitorWords(body, hiding: answer.concealment).quoted }
        guard let document = try? JSONValue(parsing: body), document.members != nil else { return "" }
        return MonitorWords(document, hiding: answer.concealment).quoted
    }

    private static func base64(_ text: String) -> String {
        var plain = ByteBuffer()
        plain.append(text: text)
        var encoded = ByteBuffer()
        encoded.appendBase64(plain.bytes)
        return encoded.bytes.text
    }
}

extension String {
    /// The text without the line breaks behind it, with which secrets are easily stored; a password may hold blanks.
    fileprivate var trimmingLineBreaks: String {
        var bytes = Array(utf8)
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
