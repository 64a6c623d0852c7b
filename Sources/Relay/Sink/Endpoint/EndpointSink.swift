package import AWS
package import HTTP

/// Any endpoint that takes rows by HTTP.
package struct EndpointSink: MonitorSink {
    private let settings: EndpointSettings
    private let token: MonitorToken?
    private let requests: MonitorRequests
    /// Why a field cannot be sent, if that is so.
    private let headerFault: String?
    private let matter: Matter

    /// A sink over a client, for new rows or for labels of rows that are there; a token that is kept needs a store of secrets.
    package init(
        _ settings: EndpointSettings,
        for matter: Matter = .inferences,
        client: any HTTPClient,
        retryStatuses: Set<Int> = VerdictTable.usualRetryStatuses,
        secrets: SecretStore? = nil,
        context: RequestContext = RequestContext()
    ) {
        self.settings = settings
        self.matter = matter
        headerFault = settings.headers.lazy.compactMap(\.fault).first
        token = settings.token.map {
            MonitorToken(secret: $0, store: secrets, context: context, setting: "MONITOR_TOKEN")
        }
        let host = URLParts(settings.url).map { " at \($0.hostField)" } ?? ""
        let table = VerdictTable(
            monitor: VerdictTable.Monitor(
                name: "the monitor\(host)",
                identityAdvice: token?.advice ?? "check MONITOR_TOKEN and MONITOR_HEADERS",
                permissionAdvice: "check that what MONITOR_TOKEN and MONITOR_HEADERS show may send rows there",
                addressAdvice: "check MONITOR_URL"),
            retryStatuses: retryStatuses)
        requests = MonitorRequests(client: client, table: table, context: context)
    }

    package var layout: BatchLayout {
        switch settings.format {
        case .json: BatchLayout(head: "[", separator: ",", tail: "]")
        case .ndjson: .lines
        }
    }

    package var ceilings: SinkCeilings { SinkCeilings() }

    package func send(_ shipment: Shipment) async -> Verdict {
        if let fault = headerFault {
            return .stop(reason: "MONITOR_HEADERS \(fault)", .lasting)
        }
        do throws(Judged) {
            let answer: MonitorAnswer
            if let token {
                answer = try await token.answer(before: requests.deadline(of: shipment)) { token throws(Judged) in
                    try await send(shipment, token)
                }
            } else {
                answer = try await send(shipment, nil)
            }
            guard answer.response.isSuccess else { return requests.verdict(on: answer) }
            return EndpointAnswer(answer).verdict(rows: shipment.rows, requests)
        } catch {
            return error.verdict
        }
    }

    package func preview(of shipment: Shipment) -> HTTPRequest {
        let hidden = settings.headers.map { EndpointSettings.Header(name: $0.name, value: Concealment.mark) }
        return request(for: shipment, token: token.map { _ in Concealment.mark }, headers: hidden)
    }

    private func send(_ shipment: Shipment, _ token: String?) async throws(Judged) -> MonitorAnswer {
        try await requests.answer(
            to: request(for: shipment, token: token, headers: settings.headers), for: shipment,
            compresses: settings.compresses, hiding: secrets(with: token))
    }

    private func request(
        for shipment: Shipment,
        token: String?,
        headers: [EndpointSettings.Header]
    ) -> HTTPRequest {
        var request = HTTPRequest(matter.method, settings.url)
        request.content = shipment.content
        request.fields["Content-Type"] = settings.format == .json ? "application/json" : "application/x-ndjson"
        for header in headers { request.fields[header.name] = header.value }
        if let token { request.fields["Authorization"] = "Bearer \(token)" }
        if settings.compresses { request.fields["Content-Encoding"] = "gzip" }
        return request
    }

    /// The token, the values of the headers, and what may stand in a URL to show who asks.
    private func secrets(with token: String?) -> [String] {
        var secrets = settings.headers.filter { !$0.isPlain }.map(\.value)
        if let token { secrets.append(token) }
        if let query = URLParts(settings.url)?.query {
            secrets.append(query)
            secrets += query.split(separator: "&").compactMap { $0.split(separator: "=", maxSplits: 1).last }.map(
                String.init)
        }
        return secrets + settings.userParts
    }
}
