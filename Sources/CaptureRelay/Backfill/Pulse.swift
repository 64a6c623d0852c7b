import HTTP

/// Tells when it is time to say again how far it is.
struct Pulse {
    private static let interval = Duration.seconds(10)

    private let waiting: any Waiting
    private var last: ContinuousClock.Instant

    /// A pulse that begins now.
    init(_ waiting: any Waiting) {
        self.waiting = waiting
        last = waiting.now
    }

    /// Whether it is time, since it was the last time.
    mutating func isDue() -> Bool {
        let now = waiting.now
        guard last.duration(to: now) >= Self.interval else { return false }
        last = now
        return true
    }
}
