package import AWS
package import HTTP

/// The token that OpenScale knows us by, kept as long as the process lives and renewed before it ends.
///
/// Any number of requests at once ask for it once. Who comes while it is renewed early goes on with the old one.
package actor OpenScaleTokens {
    /// How many seconds the old token is used after an early renewal failed, before the next attempt.
    private static let patience = 30
    /// How long an early renewal may take: a service that hangs must not use up the time of what has a good token.
    private static let earlyTime = Duration.seconds(10)
    /// As good as for ever.
    private static let longTime = Duration.seconds(3600)

    private typealias Outcome = Result<OpenScaleToken, OpenScaleTokenError>
    /// Gets nothing where whoever asked was kept by reasons of its own.
    private typealias Waiter = CheckedContinuation<Outcome?, Never>

    private let requests: OpenScaleTokenRequests
    private let now: @Sendable () -> AmazonTime
    private let waiting: any Waiting
    private var kept: OpenScaleToken?
    private var isAsking = false
    private var waiters: [Int: Waiter] = [:]
    private var lastWaiter = 0

    /// Tokens for a login; nothing is asked before the first is wanted.
    ///
    /// The address is OpenScale's own, at which a Cloud Pak for Data gives its tokens too; the first version of its
    /// programming interface takes those of another place (`usesPreauth`).
    package init(
        _ login: OpenScaleLogin,
        address: String,
        usesPreauth: Bool = false,
        client: any HTTPClient,
        retryStatuses: Set<Int> = VerdictTable.usualRetryStatuses,
        secrets: SecretStore? = nil,
        now: @escaping @Sendable () -> AmazonTime = { .now },
        waiting: any Waiting = ClockWaiting()
    ) {
        requests = OpenScaleTokenRequests(
            login, address: address, usesPreauth: usesPreauth, client: client, retryStatuses: retryStatuses,
            secrets: secrets, now: now)
        self.now = now
        self.waiting = waiting
    }

    /// A token that is good by what is known.
    package func token(_ context: RequestContext = RequestContext()) async throws(OpenScaleTokenError) -> String {
        while true {
            if let kept {
                let now = now()
                if now < kept.renewal || isAsking && now < kept.end { return kept.text }
            }
            guard isAsking else {
                let isEarly = kept.map { now() < $0.end } ?? false
                let outcome = await ask(isEarly ? hurried(context) : context)
                // The token may have ended while its renewal hung: who asked has more time than that.
                if isEarly, case .failure(let error) = outcome, error.concernsOneOnly { continue }
                return try outcome.get().text
            }
            if let outcome = await wait(context) { return try outcome.get().text }
        }
    }

    /// A token in place of one that OpenScale refused: a new one, unless there is another already.
    package func token(
        insteadOf rejected: String, _ context: RequestContext = RequestContext()
    ) async throws(OpenScaleTokenError) -> String {
        if let kept, kept.text.utf8.elementsEqual(rejected.utf8) { self.kept = nil }
        return try await token(context)
    }

    /// The same with less time.
    private func hurried(_ context: RequestContext) -> RequestContext {
        var context = context
        context.deadline = [context.deadline, waiting.now + Self.earlyTime].compactMap(\.self).min()
        return context
    }

    private func ask(_ context: RequestContext) async -> Outcome {
        isAsking = true
        var outcome: Outcome
        do throws(OpenScaleTokenError) {
            let token = try await requests.token(context)
            kept = token
            outcome = .success(token)
        } catch {
            outcome = .failure(error)
        }
        isAsking = false
        if case .failure = outcome, var old = kept, now() < old.end {
            old.renewal = AmazonTime(seconds: now().seconds + Self.patience)
            kept = old
            outcome = .success(old)
        }
        let waiters = self.waiters.values
        self.waiters = [:]
        for waiter in waiters { waiter.resume(returning: outcome.forOthers) }
        return outcome
    }

    /// Waits for what another one asked for, but not longer than there is time.
    private func wait(_ context: RequestContext) async -> Outcome? {
        lastWaiter += 1
        let number = lastWaiter
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watch(number, context.deadline) }
            let outcome = await withCheckedContinuation { waiters[number] = $0 }
            group.cancelAll()
            return outcome
        }
    }

    /// Ends the wait of one at its deadline, and when it is told to stop.
    private nonisolated func watch(_ number: Int, _ deadline: ContinuousClock.Instant?) async {
        var isOver = false
        if let deadline {
            isOver = await waiting.wait(max(.zero, waiting.now.duration(to: deadline)))
        } else {
            while !Task.isCancelled, await waiting.wait(Self.longTime) {}
        }
        await end(number, isOver ? requests.deadlineError() : requests.interruptionError())
    }

    private func end(_ number: Int, _ error: OpenScaleTokenError) {
        waiters.removeValue(forKey: number)?.resume(returning: .failure(error))
    }
}

extension Result<OpenScaleToken, OpenScaleTokenError> {
    /// What those are told who waited: nothing of what concerns only the one who asked.
    fileprivate var forOthers: Self? {
        if case .failure(let error) = self, error.concernsOneOnly { return nil }
        return self
    }
}
