import HTTP

/// The attempts at one thing: how many there may be in a row, and how long to wait before the next.
struct Attempts {
    /// What comes after a failed attempt.
    enum Next: Equatable {
        case another
        case giveUp
        case interrupted
    }

    /// Nobody is kept waiting longer than this by a server that asks for it.
    private static let longestPause = Duration.seconds(300)

    private let limit: Int
    private let deadline: ContinuousClock.Instant?
    private let waiting: any Waiting
    private let backoff: Backoff
    private var failures = 0
    /// How many failed attempts were followed by another one.
    private(set) var retries = 0
    /// Whether there was no time for another one.
    private(set) var isOutOfTime = false

    /// Attempts of which none begins at the deadline or later.
    init(limit: Int, deadline: ContinuousClock.Instant?, waiting: any Waiting, backoff: Backoff = Backoff()) {
        self.limit = limit
        self.deadline = deadline
        self.waiting = waiting
        self.backoff = backoff
    }

    /// Counts anew, since the last attempt got somewhere.
    mutating func startOver() {
        failures = 0
    }

    /// Counts a failed attempt and waits for the next one, for as long as the server asked at least.
    mutating func next(after pause: Duration?) async -> Next {
        failures += 1
        guard failures < limit else { return .giveUp }
        let wait = max(backoff.wait(after: failures), pause ?? .zero)
        guard wait <= Self.longestPause else { return .giveUp }
        if let deadline, waiting.now + wait >= deadline {
            isOutOfTime = true
            return .giveUp
        }
        guard await waiting.wait(wait) else { return .interrupted }
        retries += 1
        return .another
    }
}
