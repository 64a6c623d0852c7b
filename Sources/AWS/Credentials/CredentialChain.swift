package import HTTP

/// The places where keys may be, in their order, and the keys that were found.
///
/// The first place that has keys stays the only one that is asked: keys of another identity would be no better ones.
package actor CredentialChain: CredentialProvider {
    /// How many seconds before they end keys are replaced.
    private static let margin = 300
    /// How many seconds keys are kept whose end is too near, or over before they came.
    private static let shortTime = 60

    private struct Kept {
        let credentials: Credentials
        /// When to look for new ones; nothing for those without an end.
        var renewal: AmazonTime?

        func isDue(_ now: AmazonTime) -> Bool { renewal.map { now >= $0 } ?? false }
        func isOver(_ now: AmazonTime) -> Bool { credentials.expiration.map { now >= $0 } ?? false }
    }

    private typealias Outcome = Result<Credentials, CredentialError>

    private let sources: [any CredentialSource]
    private let now: @Sendable () -> AmazonTime
    private var chosen: (any CredentialSource)?
    private var kept: Kept?
    private var isLooking = false
    private var queue: [CheckedContinuation<Outcome, Never>] = []

    /// A chain of all places; nothing is looked for before the first call.
    package init(
        environment: @escaping @Sendable (String) -> String?,
        http: any HTTPClient,
        settings: AWSEnvironment,
        now: @escaping @Sendable () -> AmazonTime = { .now },
        waiting: any Waiting = ClockWaiting(),
        readFile: @escaping FileReading = SharedFiles.reading,
        run: CommandRunning? = nil
    ) {
        let surroundings = CredentialSurroundings(
            environment: environment, http: http, settings: settings, now: now, waiting: waiting, readFile: readFile,
            run: run)
        self.now = now
        sources = [
            EnvironmentCredentials(surroundings: surroundings),
            ProfileCredentials(surroundings: surroundings),
            WebIdentityCredentials(surroundings: surroundings),
            ContainerCredentials(surroundings: surroundings),
            InstanceCredentials(surroundings: surroundings),
        ]
    }

    package func credentials(
        before deadline: ContinuousClock.Instant?
    ) async throws(CredentialError) -> Credentials {
        if let kept, !kept.isDue(now()) || isLooking && !kept.isOver(now()) { return kept.credentials }
        // Who comes while somebody looks gets what is found then.
        if isLooking { return try await withCheckedContinuation { queue.append($0) }.get() }
        isLooking = true
        let outcome = await look(before: deadline)
        isLooking = false
        let queued = queue
        queue = []
        for continuation in queued { continuation.resume(returning: outcome) }
        return try outcome.get()
    }

    package func forget(_ rejected: Credentials) {
        if kept?.credentials == rejected { kept = nil }
    }

    private func look(before deadline: ContinuousClock.Instant?) async -> Outcome {
        let failure: CredentialError
        do throws(CredentialError) {
            let kept = Self.kept(try await find(before: deadline), at: now())
            self.kept = kept
            return .success(kept.credentials)
        } catch {
            failure = error
        }
        let now = now()
        guard var kept, !kept.isOver(now) else { return .failure(failure) }
        // The old keys are good for a while: whoever refused will be asked again before they end.
        kept.renewal = Self.soon(after: now, kept.credentials.expiration)
        self.kept = kept
        return .success(kept.credentials)
    }

    private func find(before deadline: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
        var tried: [CredentialError.Attempt] = []
        for source in chosen.map({ [$0] }) ?? sources {
            let finding: CredentialFinding
            do throws(CredentialFault) {
                finding = try await source.find(before: deadline)
            } catch {
                throw .failed(
                    CredentialError.Attempt(source: source.name, outcome: error.reason, hindrance: error.hindrance),
                    before: tried)
            }
            switch finding {
            case .absent(let reason, let hindrance):
                tried.append(CredentialError.Attempt(source: source.name, outcome: reason, hindrance: hindrance))
            case .found(let credentials):
                guard credentials.canBeSent else {
                    let reason = "the keys hold a blank or a line break; were they copied with too much around them?"
                    throw .failed(CredentialError.Attempt(source: source.name, outcome: reason), before: tried)
                }
                chosen = source
                return credentials
            }
        }
        throw .none(tried: tried)
    }

    /// Keys and when to replace them; an end that is over already says nothing, as some emulators give one.
    private static func kept(_ found: Credentials, at now: AmazonTime) -> Kept {
        guard let end = found.expiration else { return Kept(credentials: found, renewal: nil) }
        guard end > now else {
            let endless = Credentials(
                accessKeyID: found.accessKeyID, secretAccessKey: found.secretAccessKey,
                sessionToken: found.sessionToken)
            return Kept(credentials: endless, renewal: soon(after: now, nil))
        }
        let early = AmazonTime(seconds: end.seconds - margin)
        return Kept(credentials: found, renewal: early > now ? early : soon(after: now, end))
    }

    /// The time to ask again after keys that do not last, and before they end.
    private static func soon(after now: AmazonTime, _ end: AmazonTime?) -> AmazonTime {
        let left = end.map { ($0.seconds - now.seconds) / 2 } ?? shortTime
        return AmazonTime(seconds: now.seconds + min(shortTime, left))
    }
}

extension Credentials {
    /// Whether they can stand in header fields: letters, digits and signs, as all of AWS's keys are.
    fileprivate var canBeSent: Bool {
        [accessKeyID, secretAccessKey, sessionToken ?? "-"].allSatisfy { text in
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        }
    }
}
