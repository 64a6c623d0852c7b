import HTTP

/// Lets objects go at a steady rate.
struct Pace {
    private let rate: Int?
    private let waiting: any Waiting
    private var next: ContinuousClock.Instant

    /// A pace of at most so many objects a second; without a number, as fast as it goes.
    init(_ rate: Int?, _ waiting: any Waiting) {
        self.rate = rate
        self.waiting = waiting
        next = waiting.now
    }

    /// How many objects go at once at most: at a slow pace not more than those of a second.
    func most(of count: Int) -> Int { min(count, rate ?? count) }

    /// Waits until so many objects may go; false when the process was asked to stop meanwhile.
    mutating func wait(for count: Int) async -> Bool {
        guard let rate else { return true }
        // Time that nobody used is not made up for.
        let now = waiting.now
        let due = max(now, next)
        next = due + .seconds(1) * count / rate
        return due == now ? true : await waiting.wait(now.duration(to: due))
    }
}
