/// How long to wait before the next attempt: twice as long each time, and anything between nothing and that, so that
/// many who failed together do not come back together.
package struct Backoff: Sendable {
    private let first: Duration
    private let longest: Duration

    /// A schedule.
    package init(first: Duration = .milliseconds(100), longest: Duration = .seconds(20)) {
        self.first = first
        self.longest = longest
    }

    /// The wait after a failed attempt, counted from 1; `chance` lies between 0 and 1.
    package func wait(after attempt: Int, chance: Double = .random(in: 0...1)) -> Duration {
        let ceiling = min(longest, first * (1 << min(max(attempt, 1) - 1, 20)))
        return ceiling * chance
    }
}
