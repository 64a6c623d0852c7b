import AWS
import HTTP
import JSON

/// Asks a monitor once, and judges what all monitors answer alike.
struct MonitorRequests: Sendable {
    /// As long as Fiddler's own client waits: who gives up earlier sends twice what was only slow.
    private static let stallTimeout = Duration.seconds(100)
    private static let refusalLimit = 1 << 16
    /// What an answer may tell of all rows together, and of each.
    private static let answerLimit = (whole: 1 << 20, row: 1 << 10)

    let client: any HTTPClient
    let table: VerdictTable
    let context: RequestContext

    /// When all that is done for some rows must be over.
    func deadline(of shipment: Shipment) -> ContinuousClock.Instant? {
        [shipment.deadline, context.deadline].compactMap(\.self).min()
    }

    /// Sends a request for some rows and reads what is answered, whatever its status.
    func answer(
        to request: HTTPRequest,
        for shipment: Shipment,
        compresses: Bool,
        hiding secrets: [String]
    ) async throws(Judged) -> MonitorAnswer {
        var request = request
        if compresses { request.content = request.content.map(GzipBody.compressed) }
        request.deadline = deadline(of: shipment)
        request.stallTimeout = Self.stallTimeout
        let exchange: any HTTPExchange
        do throws(TransferError) {
            exchange = try await client.open(request)
        } catch {
            throw Judged(table.verdict(Self.concealed(error, secrets)))
        }
        let body =
            (200..<300).contains(exchange.status)
            ? try await acknowledgement(exchange, rows: shipment.rows, secrets) : await refusal(exchange)
        let response = HTTPResponse(status: exchange.status, fields: exchange.fields, body: body)
        return MonitorAnswer(response: response, secrets: secrets)
    }

    /// The verdict on an answer that is none of success.
    func verdict(on answer: MonitorAnswer) -> Verdict {
        let response = answer.response
        let remarks = VerdictTable.Remarks(
            words: MonitorWords(response.body, hiding: answer.concealment).text,
            pause: response.pause,
            host: response.fields["location"].flatMap { URLParts($0)?.hostField })
        return table.verdict(status: response.status, remarks)
    }

    /// The verdict on a success that is none.
    func lostAcknowledgement(_ answer: MonitorAnswer, because reason: String) -> Verdict {
        table.lostAcknowledgement(status: answer.response.status, because: reason, after: answer.response.pause)
    }

    /// All of the body; one that breaks off leaves open whether the rows were taken.
    private func acknowledgement(
        _ exchange: any HTTPExchange,
        rows: Int,
        _ secrets: [String]
    ) async throws(Judged) -> [UInt8] {
        let limit = Self.answerLimit.whole + min(rows, 1 << 20) * Self.answerLimit.row
        do throws(TransferError) {
            return try await exchange.body(atMost: limit)
        } catch {
            switch error.fault {
            case .deadline, .interrupted: throw Judged(table.verdict(error))
            default:
                let reason = "the answer did not come whole: \(Self.concealed(error, secrets))"
                throw Judged(table.lostAcknowledgement(status: exchange.status, because: reason))
            }
        }
    }

    /// The body as far as it came: what is wrong with it does not matter beside the status.
    private func refusal(_ exchange: any HTTPExchange) async -> [UInt8] {
        var buffer = ByteBuffer()
        do throws(TransferError) {
            while buffer.count < Self.refusalLimit, try await exchange.read(into: &buffer) > 0 {}
        } catch {
            return buffer.bytes.array
        }
        return buffer.bytes.array
    }

    private static func concealed(_ error: TransferError, _ secrets: [String]) -> TransferError {
        TransferError(error.fault, Concealment(secrets).conceal(error.detail))
    }
}

extension HTTPResponse {
    /// How long the monitor asks to be left alone, by its own clock where it tells the time.
    fileprivate var pause: Duration? {
        let now = fields["date"].flatMap { AmazonTime(http: $0) } ?? .now
        return fields["retry-after"].flatMap { RetryAfter.pause($0, now: now) }
    }
}
