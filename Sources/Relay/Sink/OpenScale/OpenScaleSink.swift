package import AWS
package import HTTP
import JSON

/// Watson OpenScale, whose payload and feedback logging are spoken to as by IBM's own clients, in either version.
package struct OpenScaleSink: MonitorSink {
    private let settings: OpenScaleSettings
    private let records: OpenScaleRecords
    private let place: OpenScaleSettings.Place?
    private let asking: OpenScaleRequests
    private let watch: OpenScaleWatch?

    /// A sink for inferences or for labels, over a client.
    package init(
        _ settings: OpenScaleSettings,
        _ records: OpenScaleRecords,
        tokens: OpenScaleTokens,
        client: any HTTPClient,
        retryStatuses: Set<Int> = VerdictTable.usualRetryStatuses,
        context: RequestContext = RequestContext(),
        waiting: any Waiting = ClockWaiting()
    ) {
        self.settings = settings
        self.records = records
        place =
            switch records {
            case .payload: settings.payload
            case .feedback: settings.feedback
            }
        let host = URLParts(settings.address)?.hostField
        let ids = place?.settings(for: records) ?? records.setting
        let table = VerdictTable(
            monitor: VerdictTable.Monitor(
                name: host.map { "OpenScale at \($0)" } ?? "OpenScale",
                identityAdvice: settings.login.advice,
                permissionAdvice: "check that whoever it knows us as may write there, and \(ids)",
                addressAdvice: "check OPENSCALE_URL and \(ids)"),
            retryStatuses: retryStatuses)
        asking = OpenScaleRequests(
            requests: MonitorRequests(client: client, table: table, context: context), tokens: tokens)
        watch = place?.dataSetURL(at: settings.address).map { [asking] url in
            OpenScaleWatch(dataSetURL: url, asking: asking, waiting: waiting)
        }
    }

    package var layout: BatchLayout { place.map(records.layout) ?? .lines }

    package var ceilings: SinkCeilings { SinkCeilings() }

    package var obstacle: Verdict? {
        guard place == nil else { return nil }
        let matter = if case .payload = records { "inferences" } else { "labels" }
        return .stop(reason: "there is no place for \(matter) in OpenScale; set \(records.setting)", .lasting)
    }

    package func send(_ shipment: Shipment) async -> Verdict {
        if let obstacle { return obstacle }
        do throws(Judged) {
            let answer = try await asking.answer(
                to: request(for: shipment), for: shipment, compresses: settings.compresses)
            guard answer.response.isSuccess else { return refusal(answer, shipment) }
            guard let watch else { return acknowledgement(answer) }
            return await watch.verdict(on: answer, for: shipment)
        } catch {
            return error.verdict
        }
    }

    package func ending(ofRequest id: String, before deadline: ContinuousClock.Instant?) async -> Verdict {
        guard let watch else { return .retry(reason: "nothing is known of the request \(id)") }
        return await watch.ending(of: id, before: deadline)
    }

    /// What differs from one request to the next is not in it.
    package func preview(of shipment: Shipment) -> HTTPRequest {
        var request = request(for: shipment)
        request.fields["Authorization"] = "Bearer \(Concealment.mark)"
        return request
    }

    private func request(for shipment: Shipment) -> HTTPRequest {
        let url = place?.recordsURL(at: settings.address, for: records) ?? settings.address
        var request = HTTPRequest("POST", url)
        request.content = shipment.content
        request.fields = ["Content-Type": "application/json", "Accept": "application/json"]
        if case .v1 = place { request.fields["Prefer"] = "return=minimal" }
        if settings.compresses { request.fields["Content-Encoding"] = "gzip" }
        return request
    }

    /// What the first version answers to records that it took: nothing, or a document without an error.
    private func acknowledgement(_ answer: MonitorAnswer) -> Verdict {
        let body = answer.response.body
        guard body.contains(where: { $0 > 0x20 }) else { return .accepted() }
        let words = MonitorWords(body, hiding: answer.concealment)
        guard let document = try? JSONValue(parsing: body) else {
            return asking.requests.lostAcknowledgement(answer, because: "not as OpenScale does\(words.quoted)")
        }
        let errors = ["error", "errors", "failure"].compactMap { document[$0] }.filter {
            $0 != .null && $0 != .array([])
        }
        guard errors.isEmpty else {
            return asking.requests.lostAcknowledgement(answer, because: "with an error\(words.quoted)")
        }
        return .accepted()
    }

    private func refusal(_ answer: MonitorAnswer, _ shipment: Shipment) -> Verdict {
        let table = asking.requests.table
        let status = answer.response.status
        guard !table.retryStatuses.contains(status) else { return asking.requests.verdict(on: answer) }
        let words = MonitorWords(answer.response.body, hiding: answer.concealment).quoted
        switch status {
        case 409:
            // Ids are made from those of the captures: a record that is there already is this one, sent by an earlier
            // run or with an answer that was lost. Of several nobody can tell which it is.
            guard case .payload = records else { return asking.requests.verdict(on: answer) }
            let answered = "\(table.monitor.name) answered 409\(words)"
            guard shipment.records == 1 else { return .split(reason: answered) }
            // Whoever reads it can tell whether it is about something else, such as a data set that is locked.
            return .accepted(Receipt(remark: "\(answered); a record that is there already counts as delivered"))
        case 403 where MonitorWords.isMarkup(answer.response.body):
            return .split(
                reason:
                    "a filter before \(table.monitor.name) answered 403\(words): a value looks to it like an attack, "
                    + "such as a path with ../")
        default: return asking.requests.verdict(on: answer)
        }
    }
}

extension OpenScaleSettings.Place {
    /// Where a data set's records and requests are; the first version has none.
    fileprivate func dataSetURL(at address: String) -> String? {
        guard case .v2(let instance, let dataSet) = self else { return nil }
        return "\(address)/openscale/\(instance)/v2/data_sets/\(dataSet)"
    }

    /// Where records are posted to.
    fileprivate func recordsURL(at address: String, for records: OpenScaleRecords) -> String {
        switch (self, records) {
        case (.v2, _): "\(dataSetURL(at: address) ?? address)/records?split_to_multi_req=false"
        case (.v1(let mart, _, _, _), .payload): "\(address)/v1/data_marts/\(mart)/scoring_payloads"
        case (.v1(let mart, _, _, _), .feedback): "\(address)/v1/data_marts/\(mart)/feedback_payloads"
        }
    }

    /// The settings whose ids say where that is.
    fileprivate func settings(for records: OpenScaleRecords) -> String {
        switch self {
        case .v2: "OPENSCALE_INSTANCE_ID and \(records.setting)"
        case .v1: "OPENSCALE_DATA_MART_ID, OPENSCALE_BINDING_ID and OPENSCALE_SUBSCRIPTION_ID"
        }
    }
}
