package import AWS
package import HTTP
package import JSON

/// Asks OpenScale for what it keeps beside records (service providers, subscriptions, data sets), and adds to it.
package struct OpenScaleCatalog: Sendable {
    private static let mostAttempts = 4
    /// Answers may be as long as those to so many rows: catalogs hold the columns of every model.
    private static let room = Shipment(body: [], rows: 1 << 15)

    private let address: String
    private let instance: String
    private let asking: OpenScaleRequests
    private let waiting: any Waiting
    private let secrets: [String]

    /// The catalog of an instance at an address, whose messages repeat none of the secrets that it was given before.
    package init(
        address: String,
        instance: String,
        login: OpenScaleLogin,
        tokens: OpenScaleTokens,
        client: any HTTPClient,
        waiting: any Waiting,
        hiding secrets: [String] = [],
        context: RequestContext = RequestContext()
    ) {
        self.address = address
        self.instance = instance
        self.waiting = waiting
        self.secrets = secrets
        let host = URLParts(address)?.hostField
        let table = VerdictTable(
            monitor: VerdictTable.Monitor(
                name: host.map { "OpenScale at \($0)" } ?? "OpenScale",
                identityAdvice: "\(login.advice), and whether it belongs to the place that OPENSCALE_URL names",
                permissionAdvice: "give its user a role on the instance that OPENSCALE_INSTANCE_ID names",
                addressAdvice: "check OPENSCALE_URL and OPENSCALE_INSTANCE_ID"),
            retryStatuses: VerdictTable.usualRetryStatuses)
        asking = OpenScaleRequests(
            requests: MonitorRequests(client: client, table: table, context: context), tokens: tokens)
    }

    /// The URL of a kind of things of this instance, or of one of them.
    package func url(_ kind: String, id: String? = nil, _ query: [(name: String, value: String)] = []) -> String {
        let place = "\(address)/openscale/\(PercentEncoding.encoded(instance))/v2/\(kind)"
        return place + (id.map { "/" + PercentEncoding.encoded($0) } ?? "") + Self.written(query)
    }

    /// The URL of the deployments that a service provider can see, which is one of the first version.
    package func deploymentsURL(provider: String) -> String {
        "\(address)/v1/ml_instances/\(PercentEncoding.encoded(provider))/deployments"
            + Self.written([("datamart_id", instance), ("limit", "1000")])
    }

    /// What is at a URL; asked again where the fault is one that passes.
    package func read(_ url: String) async throws(OpenScaleCatalogError) -> JSONValue {
        var attempt = 1
        while true {
            do throws(OpenScaleCatalogError) {
                return try await ask(HTTPRequest("GET", url))
            } catch {
                guard case .passing(_, let pause) = error, attempt < Self.mostAttempts else { throw error }
                guard await waiting.wait(pause ?? Backoff(first: .seconds(1)).wait(after: attempt)) else {
                    throw .interrupted
                }
                attempt += 1
            }
        }
    }

    /// Adds something and returns what came of it.
    ///
    /// It is not sent twice: it could be there twice then.
    package func add(_ kind: String, _ body: [UInt8]) async throws(OpenScaleCatalogError) -> JSONValue {
        var request = HTTPRequest("POST", url(kind), body: body)
        request.fields["Content-Type"] = "application/json"
        request.isSentOnce = true
        return try await ask(request)
    }

    /// What OpenScale says, without the secrets that it may repeat.
    package func concealed(_ words: String) -> String { Concealment(secrets).conceal(words) }

    private func ask(_ request: HTTPRequest) async throws(OpenScaleCatalogError) -> JSONValue {
        var request = request
        request.fields["Accept"] = "application/json"
        do throws(Judged) {
            let answer = try await asking.answer(to: request, for: Self.room, hiding: secrets)
            guard answer.response.isSuccess else { throw Judged(asking.requests.verdict(on: answer)) }
            guard let document = try? JSONValue(parsing: answer.response.body) else {
                throw Judged(asking.requests.lostAcknowledgement(answer, because: "not with JSON"))
            }
            return document
        } catch {
            throw OpenScaleCatalogError(error.verdict)
        }
    }

    private static func written(_ query: [(name: String, value: String)]) -> String {
        guard !query.isEmpty else { return "" }
        return "?"
            + query.map { PercentEncoding.encoded($0.name) + "=" + PercentEncoding.encoded($0.value) }
            .joined(separator: "&")
    }
}

/// Why OpenScale's catalog did not tell or take something; each case but the last is a sentence without secrets.
package enum OpenScaleCatalogError: Error, Equatable, CustomStringConvertible {
    /// It may go well the next time, not before so long.
    case passing(String, after: Duration?)
    /// It will not.
    case lasting(String)
    /// The process was asked to stop.
    case interrupted

    init(_ verdict: Verdict) {
        switch verdict {
        case .retry(let reason, let pause): self = .passing(reason, after: pause)
        case .stop(_, .interruption): self = .interrupted
        case .stop(let reason, _), .split(let reason), .doubt(let reason): self = .lasting(reason)
        case .accepted, .mixed, .pending: self = .lasting("OpenScale's answer makes no sense")
        }
    }

    /// The sentence.
    package var description: String {
        switch self {
        case .passing(let reason, _), .lasting(let reason): reason
        case .interrupted: "it was interrupted"
        }
    }
}
