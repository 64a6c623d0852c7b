import AWS
import HTTP

/// Asks OpenScale once, with a token, and with another one where OpenScale knows nothing of the first.
struct OpenScaleRequests: Sendable {
    let requests: MonitorRequests
    let tokens: OpenScaleTokens

    /// Sends a request for some rows and reads what is answered, whatever its status.
    func answer(
        to request: HTTPRequest, for shipment: Shipment, compresses: Bool = false, hiding secrets: [String] = []
    ) async throws(Judged) -> MonitorAnswer {
        var context = requests.context
        context.deadline = requests.deadline(of: shipment)
        do throws(OpenScaleTokenError) {
            let token = try await tokens.token(context)
            let answer = try await send(request, with: token, for: shipment, compresses, secrets)
            guard answer.response.status == 401 else { return answer }
            let fresh = try await tokens.token(insteadOf: token, context)
            // OpenScale would say the same to the same.
            guard !fresh.utf8.elementsEqual(token.utf8) else { return answer }
            return try await send(request, with: fresh, for: shipment, compresses, secrets)
        } catch {
            throw Judged(error.verdict)
        }
    }

    private func send(
        _ request: HTTPRequest, with token: String, for shipment: Shipment, _ compresses: Bool, _ secrets: [String]
    ) async throws(OpenScaleTokenError) -> MonitorAnswer {
        var request = request
        request.fields["Authorization"] = "Bearer \(token)"
        request.fields["x-global-transaction-id"] = NameBasedUUID.text(ofURL: UniqueText.make())
        do throws(Judged) {
            return try await requests.answer(
                to: request, for: shipment, compresses: compresses, hiding: secrets + [token])
        } catch {
            throw OpenScaleTokenError(error.verdict)
        }
    }
}
