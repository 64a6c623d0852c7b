import AWS
import HTTP

/// What a partner app of SageMaker wants besides what Fiddler wants: that AWS's keys sign each request.
struct PartnerAppRequests: Sendable {
    /// What to do about a request that AWS does not allow.
    static let advice =
        "check that AWS's keys may do sagemaker:CallPartnerAppApi on AWS_PARTNER_APP_ARN, and that the token's user may "
        + "publish to the model's project"

    let app: FiddlerSettings.PartnerApp
    let credentials: (any CredentialProvider)?
    let clock: SigningClock

    /// Signs a request anew and sends it; keys that have expired and a clock that is off are each put right once.
    func answer(
        to request: HTTPRequest,
        before deadline: ContinuousClock.Instant?,
        hiding secrets: [String],
        judgedBy table: VerdictTable,
        _ send: (HTTPRequest, [String]) async throws(Judged) -> MonitorAnswer
    ) async throws(Judged) -> MonitorAnswer {
        var hasRenewedKeys = false
        var hasSetClock = false
        while true {
            let keys = try await keys(before: deadline)
            let request = signed(request, with: keys)
            let own = [keys.secretAccessKey, keys.sessionToken, signature(of: request)].compactMap(\.self)
            let answer = try await send(request, secrets + own)
            guard !answer.response.isSuccess else { return answer }
            let refusal = Refusal(answer.response, to: request, with: keys, now: clock.now)
            if refusal.meansExpiredKeys, !hasRenewedKeys {
                hasRenewedKeys = true
                await credentials?.forget(keys)
            } else if refusal.meansWrongTime, !hasSetClock, let time = refusal.time {
                hasSetClock = true
                clock.correct(to: time)
            } else {
                if let verdict = verdict(on: refusal, table) { throw Judged(verdict) }
                return answer
            }
        }
    }

    /// A request with all that is signed, and the signature.
    func signed(_ request: HTTPRequest, with keys: Credentials) -> HTTPRequest {
        var request = addressed(request)
        // As Fiddler's own client does it: the events are sent encrypted, and not signed.
        Signer(service: "sagemaker", region: app.region, pathRule: .others)
            .sign(&request, with: keys, at: clock.now, payload: .unsigned)
        return request
    }

    /// A request with an outline of what signing adds.
    func preview(of request: HTTPRequest) -> HTTPRequest {
        var request = addressed(request)
        request.fields["X-Amz-Content-SHA256"] = "UNSIGNED-PAYLOAD"
        request.fields["Authorization"] = "AWS4-HMAC-SHA256 \(Concealment.mark)"
        return request
    }

    /// A request to the app: Fiddler's own authorization makes room for AWS's.
    private func addressed(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        request.fields["X-Amz-Partner-App-Authorization"] = request.fields["Authorization"]
        request.fields["Authorization"] = nil
        request.fields["X-SageMaker-Partner-App-Server-Arn"] = app.arn
        request.fields["X-Amz-Target"] = "SageMaker.CallPartnerAppApi"
        return request
    }

    /// What AWS, which stands before Fiddler, refuses for reasons of its own.
    private func verdict(on refusal: Refusal, _ table: VerdictTable) -> Verdict? {
        guard !table.retryStatuses.contains(refusal.status), let code = refusal.code else { return nil }
        let answered = "AWS answered \(refusal.status) for \(table.monitor.name)"
        if let advice = refusal.keyAdvice {
            return .stop(reason: "\(answered): \(advice)", refusal.meansOldKeys ? .passing : .lasting)
        }
        // Such as ThrottlingException, which comes with the status 400.
        return refusal.isTemporary ? .retry(reason: "\(answered): \(code)", after: refusal.pause) : nil
    }

    private func keys(before deadline: ContinuousClock.Instant?) async throws(Judged) -> Credentials {
        guard let credentials else {
            throw Judged(.stop(reason: "there is nothing to sign requests to \(app.arn) with", .lasting))
        }
        do throws(CredentialError) {
            return try await credentials.credentials(before: deadline)
        } catch {
            throw Judged(.stop(reason: error.description, error.hindrance))
        }
    }

    private func signature(of request: HTTPRequest) -> String? {
        request.fields["Authorization"]?.split(separator: "=").last.map(String.init)
    }
}
