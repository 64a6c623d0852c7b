import HTTP
import JSON

/// The services that are called with JSON, such as Secrets Manager.
struct JSONService: Sendable {
    private static let answerLimit = 1 << 20

    /// What sends them.
    let requests: SignedRequests
    /// What says where the services are.
    let environment: AWSEnvironment

    /// Calls an operation by its full name, such as `secretsmanager.GetSecretValue`.
    ///
    /// `host` is asked where the environment names nobody else.
    func call(
        _ operation: String,
        of service: AWSService,
        region: String,
        at host: String? = nil,
        arguments: [UInt8],
        in context: RequestContext
    ) async throws(RequestFault) -> JSONValue {
        var attempts = requests.attempts(before: context.deadline)
        return try await call(
            operation, of: service, region: region, at: host, arguments: arguments, in: context, attempts: &attempts)
    }

    /// Calls an operation as one of some attempts at what is wanted of it.
    func call(
        _ operation: String,
        of service: AWSService,
        region: String,
        at host: String?,
        arguments: [UInt8],
        in context: RequestContext,
        attempts: inout Attempts
    ) async throws(RequestFault) -> JSONValue {
        let endpoint = environment.endpoint(for: service, region: region, else: host)
        let request = HTTPRequest(
            "POST", endpoint + "/",
            fields: ["Content-Type": "application/x-amz-json-\(service.jsonVersion)", "X-Amz-Target": operation],
            body: arguments)
        let signer = Signer(service: service.signingName, region: region, pathRule: .others)
        let answer = try await requests.send(request, signedBy: signer, in: context, attempts: &attempts) {
            exchange throws(TransferError) in try await exchange.body(atMost: Self.answerLimit)
        }
        guard let value = try? JSONValue(parsing: answer) else { throw .unreadable }
        return value
    }
}
