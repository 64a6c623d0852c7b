/// How the program passes the time before it tries again; tests pass it without waiting.
package protocol Waiting: Sendable {
    /// The time now.
    var now: ContinuousClock.Instant { get }

    /// Waits; false when the process was asked to stop meanwhile.
    func wait(_ duration: Duration) async -> Bool
}

/// Waits by the clock, in turns, so that a request to stop is heeded at once.
package struct ClockWaiting: Waiting {
    private static let turn = Duration.milliseconds(100)

    private let isInterrupted: @Sendable () -> Bool

    /// A way to wait that ends early when it is told to.
    package init(isInterrupted: @escaping @Sendable () -> Bool = { false }) {
        self.isInterrupted = isInterrupted
    }

    package var now: ContinuousClock.Instant { .now }

    package func wait(_ duration: Duration) async -> Bool {
        let end = ContinuousClock.now + duration
        while !isInterrupted() {
            let rest = ContinuousClock.now.duration(to: end)
            guard rest > .zero else { return true }
            do { try await ContinuousClock().sleep(for: min(rest, Self.turn)) } catch { return false }
        }
        return false
    }
}
