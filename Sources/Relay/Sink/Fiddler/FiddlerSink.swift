package import AWS
package import HTTP
import JSON

/// Fiddler, spoken to as Fiddler's own client does.
package struct FiddlerSink: MonitorSink {
    /// The client whose protocol this is, and whose name Fiddler is certain to know in case that it looks at it.
    ///
    /// Who really asks is said in the field `User-Agent`.
    private static let client = (name: "python-sdk", version: "3.14.1")

    private let settings: FiddlerSettings
    private let token: MonitorToken
    private let partnerApp: PartnerAppRequests?
    private let requests: MonitorRequests
    private let url: String
    private let matter: Matter

    /// A sink over a client, for new events or for labels of events that are there; a token that is kept needs a store of secrets, and a partner app needs AWS's keys.
    package init(
        _ settings: FiddlerSettings,
        for matter: Matter = .inferences,
        client: any HTTPClient,
        retryStatuses: Set<Int> = VerdictTable.usualRetryStatuses,
        secrets: SecretStore? = nil,
        credentials: (any CredentialProvider)? = nil,
        context: RequestContext = RequestContext(),
        clock: SigningClock = SigningClock()
    ) {
        self.settings = settings
        self.matter = matter
        token = MonitorToken(secret: settings.token, store: secrets, context: context, setting: "FIDDLER_TOKEN")
        partnerApp = settings.partnerApp.map { app in
            PartnerAppRequests(app: app, credentials: credentials, clock: clock)
        }
        let parts = URLParts(settings.url)
        url = (parts.map { "\($0.scheme)://\($0.hostField)" } ?? settings.url) + "/v3/events"
        let table = VerdictTable(
            monitor: VerdictTable.Monitor(
                name: parts.map { "Fiddler at \($0.hostField)" } ?? "Fiddler",
                identityAdvice: token.advice,
                permissionAdvice: partnerApp.map { _ in PartnerAppRequests.advice }
                    ?? "check that the token's user may publish to the model's project",
                addressAdvice: "check FIDDLER_URL and FIDDLER_MODEL_UUID"),
            retryStatuses: retryStatuses)
        requests = MonitorRequests(client: client, table: table, context: context)
    }

    package var layout: BatchLayout {
        var model = ByteBuffer()
        model.appendJSON(settings.modelID)
        return BatchLayout(
            head: #"{"source":{"events":["#, separator: ",",
            tail: #"],"type":"EVENTS"},"model_id":\#(model.bytes.text),"env_type":"PRODUCTION","env_name":null}"#)
    }

    /// What Fiddler takes at a time, by its documentation and as its own client sends it.
    package var ceilings: SinkCeilings {
        var ceilings = SinkCeilings()
        ceilings.rows = 1000
        return ceilings
    }

    package func send(_ shipment: Shipment) async -> Verdict {
        do throws(Judged) {
            let deadline = requests.deadline(of: shipment)
            let answer = try await token.answer(before: deadline) { token throws(Judged) in
                let request = request(for: shipment, token: token)
                guard let partnerApp else { return try await send(request, for: shipment, hiding: [token]) }
                return try await partnerApp.answer(
                    to: request, before: deadline, hiding: [token], judgedBy: requests.table
                ) { request, secrets throws(Judged) in try await send(request, for: shipment, hiding: secrets)
                }
            }
            guard answer.response.isSuccess else { return requests.verdict(on: answer) }
            return FiddlerAnswer(answer).verdict(rows: shipment.rows, requests)
        } catch {
            return error.verdict
        }
    }

    package func preview(of shipment: Shipment) -> HTTPRequest {
        let request = request(for: shipment, token: Concealment.mark)
        return partnerApp?.preview(of: request) ?? request
    }

    private func send(
        _ request: HTTPRequest,
        for shipment: Shipment,
        hiding secrets: [String]
    ) async throws(Judged) -> MonitorAnswer {
        try await requests.answer(to: request, for: shipment, compresses: settings.compresses, hiding: secrets)
    }

    private func request(for shipment: Shipment, token: String) -> HTTPRequest {
        var request = HTTPRequest(matter.method, url)
        request.content = shipment.content
        request.fields = [
            "Authorization": "Bearer \(token)",
            "X-Fiddler-Client-Name": Self.client.name,
            "X-Fiddler-Client-Version": Self.client.version,
            "Content-Type": "application/json",
        ]
        if shipment.retry > 0 { request.fields["X-Fiddler-Client-Retry"] = String(shipment.retry) }
        if settings.compresses { request.fields["Content-Encoding"] = "gzip" }
        return request
    }
}
