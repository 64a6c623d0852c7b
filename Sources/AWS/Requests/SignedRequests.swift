package import HTTP

/// Signs requests and sends them, and again where that may help.
///
/// A clock that is off and keys that have expired are each put right once a request.
package struct SignedRequests: Sendable {
    private let http: any HTTPClient
    private let credentials: any CredentialProvider
    private let clock: SigningClock
    private let waiting: any Waiting
    private let backoff: Backoff
    private let maxAttempts: Int

    /// Requests over a client, with keys from a provider.
    package init(
        http: any HTTPClient,
        credentials: any CredentialProvider,
        maxAttempts: Int = 3,
        clock: SigningClock = SigningClock(),
        waiting: any Waiting = ClockWaiting(),
        backoff: Backoff = Backoff()
    ) {
        self.http = http
        self.credentials = credentials
        self.maxAttempts = maxAttempts
        self.clock = clock
        self.waiting = waiting
        self.backoff = backoff
    }

    /// Attempts at something that has its time; at least so many, where giving up costs more than waiting.
    func attempts(before deadline: ContinuousClock.Instant?, atLeast least: Int = 1) -> Attempts {
        Attempts(limit: max(maxAttempts, least), deadline: deadline, waiting: waiting, backoff: backoff)
    }

    /// Sends a request until AWS does what it asks for, and takes what is wanted of the response.
    func send<Answer>(
        _ request: HTTPRequest,
        signedBy signer: Signer,
        in context: RequestContext,
        attempts: inout Attempts,
        taking take: (any HTTPExchange) async throws(TransferError) -> Answer
    ) async throws(RequestFault) -> Answer {
        var request = request
        request.deadline = context.deadline
        if context.outlastsInterruption { request.isInterruptible = false }
        // The trace is told to whoever stands between, and so it is no part of what is signed.
        if let trace = context.traceID { request.fields["X-Amzn-Trace-Id"] = trace }
        var hasSetClock = false
        var hasRenewedKeys = false
        while true {
            let keys = try await keys(context)
            let fault: RequestFault
            do throws(RequestFault) {
                return try await attempt(request, signer, keys, take)
            } catch {
                fault = error
            }
            if case .refused(let refusal) = fault {
                if refusal.meansWrongTime, !hasSetClock, let time = refusal.time {
                    hasSetClock = true
                    clock.correct(to: time)
                    continue
                }
                if refusal.meansExpiredKeys, !hasRenewedKeys {
                    hasRenewedKeys = true
                    await credentials.forget(keys)
                    continue
                }
            }
            guard fault.isWorthAnother else { throw fault }
            switch await attempts.next(after: fault.pause) {
            case .another: continue
            case .giveUp: throw fault
            // Nobody waits any more by then; what went wrong says more than that.
            case .interrupted: throw context.outlastsInterruption ? fault : .transfer(TransferError(.interrupted))
            }
        }
    }

    private func keys(_ context: RequestContext) async throws(RequestFault) -> Credentials {
        do throws(CredentialError) {
            return try await credentials.credentials(before: context.deadline)
        } catch {
            throw .credentials(error)
        }
    }

    private func attempt<Answer>(
        _ request: HTTPRequest,
        _ signer: Signer,
        _ keys: Credentials,
        _ take: (any HTTPExchange) async throws(TransferError) -> Answer
    ) async throws(RequestFault) -> Answer {
        var request = request
        // The hash of the body, be it of nothing, is what every server checks in the same way.
        signer.sign(&request, with: keys, at: clock.now, payload: .body)
        let refused: any HTTPExchange
        do throws(TransferError) {
            let exchange = try await http.open(request)
            if (200..<300).contains(exchange.status) { return try await take(exchange) }
            refused = exchange
        } catch {
            throw .transfer(error)
        }
        throw .refused(await Refusal(refused, to: request, with: keys, now: clock.now))
    }
}
