import AWS
package import HTTP

/// Delivers batches: tries again what may succeed later, and divides what is refused until the rows at fault stand
/// alone.
package struct Delivery: Sendable {
    /// How many of the rows that were refused together go alone, where it is doubtful whether the monitor takes any.
    private static let probes = 5

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
                body: batch.body(of: rows), rows: rows.count, records: records, retry: patience.failures,
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

    /// Divides rows by their records as long as there are several: the same record sent again has the same id, and a
    /// part of one has another.
    private static func divide(_ rows: RowSelection, of batch: Batch, probing: Bool) -> [RowSelection] {
        guard batch.layout.records != nil else { return divide(rows, probing: probing) }
        let records = batch.records(in: rows)
        guard records.count > 1 else { return divide(rows, probing: probing) }
        return divide(RowSelection([0..<records.count]), probing: probing).map { part in
            var ranges: [Range<Int>] = []
            for record in part.ranges.joined() {
                for range in records[record].ranges { ranges.append(range.lowerBound, to: range.upperBound) }
            }
            return RowSelection(ranges)
        }
    }

    /// Divides rows that were refused together; what comes last is sent first.
    ///
    /// Where nothing was ever accepted, a few rows go alone first: they tell soon whether the rows are at fault at all.
    static func divide(_ rows: RowSelection, probing: Bool) -> [RowSelection] {
        let count = rows.count
        guard probing else { return [rows.part(count / 2, count), rows.part(0, count / 2)] }
        let probes = count <= Self.probes ? Array(0..<count) : [0, count / 4, count / 2, count * 3 / 4, count - 1]
        var parts: [RowSelection] = []
        var start = 0
        for probe in probes {
            if start < probe { parts.append(rows.part(start, probe)) }
            start = probe + 1
        }
        return parts.reversed() + probes.reversed().map { rows.part($0, $0 + 1) }
    }
}

/// How long rows are tried again.
private struct Patience {
    enum Next {
        case wait(Duration)
        case giveUp(BatchOutcome.Stop)
    }

    let budget: Duration
    let deadline: ContinuousClock.Instant?
    private(set) var failures = 0
    private var began: ContinuousClock.Instant?

    init(budget: Duration, deadline: ContinuousClock.Instant?) {
        self.budget = budget
        self.deadline = deadline
    }

    /// What comes after a failed attempt: a wait as long as the monitor asked at least, or the end.
    mutating func next(
        after pause: Duration?, _ reason: String, now: ContinuousClock.Instant, backoff: Backoff
    ) -> Next {
        failures += 1
        let began = self.began ?? now
        self.began = began
        let left = budget - began.duration(to: now)
        // What is left of the budget is used up: a long wait by chance is no reason to give up early.
        let wait = max(min(backoff.wait(after: failures), left), pause ?? .zero)
        if let deadline, now + wait >= deadline {
            return .giveUp(.init(reason: "no time was left to try again: \(reason)", hindrance: .deadline))
        }
        guard left > .zero, wait <= left else {
            let attempts = failures == 1 ? "1 attempt" : "\(failures) attempts"
            let asked =
                pause.map { $0 > budget ? ", and \($0.milliseconds / 1000) s of patience are asked for" : "" } ?? ""
            let words = "given up after \(attempts), since RELAY_RETRY_SECONDS allows no more\(asked): \(reason)"
            return .giveUp(.init(reason: words, hindrance: .passing))
        }
        return .wait(wait)
    }
}
