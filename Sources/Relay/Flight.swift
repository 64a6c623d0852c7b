import HTTP

/// The batches of one object that are on their way at the same time.
struct Flight {
    /// What ended: a batch, perhaps with a reason to send no more, or the watch over the lease.
    enum Landing: Sendable {
        case batch(BatchOutcome.Stop?)
        case lease
    }

    /// So many batches are sent beyond one that is not settled yet: what became of them is kept in memory.
    private static let mostAhead = 32

    private let delivery: Delivery
    private let tracker: Tracker
    private var inFlight = 0

    /// A flight in a group, in which the lease is kept as well where there is one to be renewed.
    init(_ delivery: Delivery, _ tracker: Tracker, lease waiting: (any Waiting)?, _ group: inout TaskGroup<Landing>) {
        self.delivery = delivery
        self.tracker = tracker
        guard let waiting else { return }
        group.addTask {
            await tracker.keepLease(waiting)
            return .lease
        }
    }

    /// Waits until fewer than so many batches are on their way; the next one is copied out only then.
    mutating func makeRoom(
        mostAtOnce: Int, _ ending: inout ObjectEnding, _ group: inout TaskGroup<Landing>
    ) async {
        while inFlight >= mostAtOnce { await landOne(&ending, &group) }
        while inFlight > 0, await tracker.unsettled >= Self.mostAhead { await landOne(&ending, &group) }
    }

    /// Sends a batch, unless nothing more is to be sent.
    mutating func send(_ batch: Batch, _ ending: inout ObjectEnding, _ group: inout TaskGroup<Landing>) async {
        let number = await tracker.open(batch)
        await ending.take(tracker.failure)
        guard !ending.isStopped else { return delivery.stop() }
        inFlight += 1
        group.addTask { [delivery, tracker] in
            let outcome = await delivery.deliver(batch)
            await tracker.settle(number, batch, outcome)
            return .batch(await tracker.stop(of: outcome))
        }
    }

    /// Waits until all have ended.
    mutating func land(_ ending: inout ObjectEnding, _ group: inout TaskGroup<Landing>) async {
        while inFlight > 0 { await landOne(&ending, &group) }
        await tracker.land()
        group.cancelAll()
    }

    private mutating func landOne(_ ending: inout ObjectEnding, _ group: inout TaskGroup<Landing>) async {
        guard case .batch(let stop)? = await group.next() else { return }
        inFlight -= 1
        if let stop { ending.take(stop) }
    }
}
