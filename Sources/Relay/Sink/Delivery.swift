import AWS
package import HTTP

/// Delivers batches: tries again what may succeed later, and divides what is refused until the rows at fault stand
/// alone.
package struct Delivery: Sendable {
    /// How many of the rows that were refused together go alone, where it is doubtful whether the monitor takes any.
    static let probes = 5

    private let sink: any Sink
    private let budget: Duration
    private let deadline: ContinuousClock.Instant?
    private let waiting: any Waiting
    private let backoff: Backoff
    private let streak: RefusalStreak
    private let log: any Log
    private let halt = Halt()
    private let notes = RetryNotes()

    /// A delivery to a sink, in which rows are tried for as long as the budget allows after they failed first, and
    /// nothing begins after the deadline.
    package init(
        to sink: any Sink,
        budget: Duration,
        deadline: ContinuousClock.Instant?,
        streak: RefusalStreak,
        log: any Log,
        waiting: any Waiting,
        backoff: Backoff = Backoff()
    ) {
        self.sink = sink
        self.budget = budget
        self.deadline = deadline
        self.streak = streak
        self.log = log
        self.waiting = waiting
        self.backoff = backoff
    }

    /// Delivers a batch as far as possible.
    package func deliver(_ batch: Batch) async -> BatchOutcome {
        var outcome = BatchOutcome()
        var left = batch.rows > 0 ? [RowSelection([0..<batch.rows])] : []
        // How many rows go alone first, before anything is said of the monitor.
        var probes = 0
        var doubt: String?
        while outcome.stop == nil, let rows = left.popLast() {
            guard let refusal = await settle(rows, of: batch, &outcome) else { continue }
            let isDoubtful = refusal.isDoubtful && outcome.accepted.isEmpty
            if rows.count > 1 {
                let probing = isDoubtful || !streak.hasAccepted
                if probing { probes = min(rows.count, Self.probes) }
                left += Self.divide(rows, of: batch, probing: probing)
                continue
            }
            probes -= 1
            if isDoubtful {
                outcome.refuse(rows[0], reason: refusal.reason)
                doubt = refusal.reason
                if probes <= 0 { break }
            } else {
                refuse(rows[0], refusal.reason, &outcome, hasMoreProbes: probes > 0)
            }
        }
        if let doubt, outcome.stop == nil, outcome.accepted.isEmpty { giveUp(doubt, &outcome) }
        if outcome.stop != nil { halt.request() }
        return outcome
    }

    /// Ends what is still tried again, since the object will not be delivered.
    package func stop() { halt.request() }

    /// Why a monitor does not have rows that were sent together, and whether it may be for another reason than the rows.
    private struct Refusal {
        let reason: String
        var isDoubtful = false
    }

    /// Takes back that rows were refused where the monitor kept none at all of the batch: nothing says that they are at
    /// fault.
    private func giveUp(_ doubt: String, _ outcome: inout BatchOutcome) {
        outcome.forgetRefusals()
        let words = "nor any row of the batch that was tried alone, so that nothing tells whether the rows are at fault"
        outcome.stop = .init(reason: "\(doubt); \(words)", hindrance: .passing)
    }

    /// Sends rows until they are settled; the monitor's reason where it refuses them together.
    private func settle(_ selection: RowSelection, of batch: Batch, _ outcome: inout BatchOutcome) async -> Refusal? {
        var rows = selection
        var patience = Patience(budget: budget, deadline: deadline)
        while true {
            let records = batch.layout.records == nil ? rows.count : batch.records(in: rows).count
            let shipment = Shipment(
                batch.content(of: rows), rows: rows.count, records: records, retry: patience.failures,
                deadline: deadline)
            let reason: String
            var pause: Duration?
            switch await sink.send(shipment) {
            case .accepted(let receipt):
                accept(rows, receipt, &outcome)
                return nil
            case .mixed(let verdicts):
                let left = take(verdicts, for: rows, &outcome)
                guard let left, outcome.stop == nil else { return nil }
                rows = left.rows
                reason = left.reason
            case .split(let words): return Refusal(reason: words)
            case .doubt(let words): return Refusal(reason: words, isDoubtful: true)
            case .stop(let words, let hindrance):
                outcome.stop = .init(reason: words, hindrance: hindrance)
                return nil
            case .pending(let request, let words, let hindrance):
                outcome.pend(rows, request: request)
                outcome.stop = .init(reason: words, hindrance: hindrance)
                return nil
            case .retry(let words, let after):
                reason = words
                pause = after
            }
            let next = patience.next(after: pause, reason, now: waiting.now, backoff: backoff)
            outcome.stop = await wait(next, reason, &outcome)
            if outcome.stop != nil { return nil }
        }
    }

    /// Waits for the next attempt; why there is none.
    private func wait(
        _ next: Patience.Next, _ reason: String, _ outcome: inout BatchOutcome
    ) async -> BatchOutcome.Stop? {
        switch next {
        case .giveUp(let stop): return stop
        case .wait(let duration):
            if halt.isRequested { return .init(reason: reason, hindrance: .passing, followsAnother: true) }
            let isNews = notes.isNews(reason)
            log.write(isNews ? .warning : .debug, "\(reason); trying again in \(duration.milliseconds) ms")
            guard await waiting.wait(duration) else {
                return .init(reason: "interrupted while waiting to try again: \(reason)", hindrance: .interruption)
            }
            if halt.isRequested { return .init(reason: reason, hindrance: .passing, followsAnother: true) }
            outcome.retries += 1
            return nil
        }
    }

    private func accept(_ rows: RowSelection, _ receipt: Receipt, _ outcome: inout BatchOutcome) {
        streak.accept()
        outcome.accept(rows)
        outcome.requests += 1
        outcome.acceptedAt = Timestamp.now.seconds
        if let remark = receipt.remark { log.write(notes.isNews(remark) ? .warning : .debug, remark) }
        guard let first = receipt.firstID, let last = receipt.lastID else { return }
        log.write(.info, "\(rows.count) \(rows.count == 1 ? "row" : "rows") accepted, with the ids \(first) to \(last)")
    }

    /// Takes what the monitor said of each row; the rows to send again, if any.
    private func take(
        _ verdicts: [Verdict.RowVerdict], for rows: RowSelection, _ outcome: inout BatchOutcome
    ) -> (rows: RowSelection, reason: String)? {
        precondition(verdicts.count == rows.count, "a sink must judge every row")
        var accepted: [Int] = []
        var again: [Int] = []
        var refused: [(row: Int, reason: String)] = []
        var reason = ""
        for (row, verdict) in zip(rows.ranges.joined(), verdicts) {
            switch verdict {
            case .accepted: accepted.append(row)
            case .retry(let words):
                again.append(row)
                reason = words
            case .refused(let words): refused.append((row, words))
            }
        }
        for (row, words) in refused {
            // Where the same answer takes rows, the refusals tell nothing of the monitor.
            if accepted.isEmpty { refuse(row, words, &outcome) } else { outcome.refuse(row, reason: words) }
        }
        if !accepted.isEmpty { accept(RowSelection(rows: accepted), Receipt(), &outcome) }
        return again.isEmpty ? nil : (RowSelection(rows: again), reason)
    }

    private func refuse(
        _ row: Int, _ reason: String, _ outcome: inout BatchOutcome, hasMoreProbes: Bool = false
    ) {
        guard outcome.stop == nil else { return }
        outcome.refuse(row, reason: reason)
        guard streak.refuse(), !hasMoreProbes || streak.hasAccepted else { return }
        if !streak.hasAccepted { outcome.forgetRefusals() }
        let advice = "check the model, the columns and their types"
        outcome.stop = .init(
            reason: "the monitor refuses every row, each for itself: \(reason); \(advice)", hindrance: .lasting)
    }
}
