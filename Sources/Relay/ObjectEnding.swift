import AWS

/// How the work on an object ended, as far as that is known.
struct ObjectEnding {
    /// Why it is not relayed, although nothing failed.
    var skipReason: String?
    /// What failed first.
    private(set) var failure: String?
    /// What ended the work from outside, if that is what ended it.
    private(set) var stop: Stop?
    /// Whether a batch ended in a way that no other should be sent after it.
    private(set) var isStopped = false
    /// How long after the inference rows were accepted.
    private(set) var lag = LagHistogram()

    private var isTemporary = false
    private var sums = Tally()
    private var lostLines = 0

    /// Whether the monitor took rows.
    var hasAccepted: Bool { sums.accepted > 0 }

    /// Notes a failure, unless there was one before.
    mutating func fail(_ reason: String, by stop: Stop? = nil, isTemporary: Bool = false) {
        guard failure == nil else { return }
        failure = reason
        self.stop = stop
        self.isTemporary = isTemporary || stop != nil
    }

    /// Notes why a batch was not delivered.
    mutating func take(_ stop: BatchOutcome.Stop) {
        isStopped = true
        guard !stop.followsAnother else { return }
        switch stop.hindrance {
        case .deadline: fail(stop.reason, by: .outOfTime)
        case .interruption: fail(stop.reason, by: .interrupted)
        case .passing: fail(stop.reason, isTemporary: true)
        case .lasting: fail(stop.reason)
        }
    }

    /// Notes why nothing can be made durable any more.
    mutating func take(_ error: TrackingError?) {
        guard let error else { return }
        isStopped = true
        fail(error.description, isTemporary: error.isTemporary)
    }

    /// Takes what the batches came to.
    mutating func take(_ tracker: Tracker) async {
        take(await tracker.failure)
        (sums, lag) = await tracker.sums
        lostLines = await tracker.lostLines
    }

    /// What became of the object.
    func report(
        _ object: ObjectReference, _ read: Tally, mapped: Int, ignoredReasons: [String: Int], quarantineLimit: Double
    ) -> ObjectReport {
        var tally = read
        tally += sums
        tally.quarantined -= lostLines
        tally.undelivered += lostLines + mapped - sums.delivered - sums.quarantined
        tally.undeliveredRows = tally.rows - tally.accepted - tally.rejected
        let isBegun = tally.accepted > 0
        func report(_ outcome: ObjectReport.Outcome, _ reason: String? = nil) -> ObjectReport {
            ObjectReport(uri: object.uri, outcome: outcome, reason: reason, tally: tally)
        }
        guard tally.isTrue else { return report(.failed, "the counts of its lines do not add up; please report this") }
        // Bytes that broke off at once do not tell what the object is.
        if let skipReason, failure == nil { return report(.skipped, skipReason) }
        if let failure {
            var broken = report(isBegun ? .partial : .failed, failure)
            broken.stop = stop
            broken.isTemporary = isTemporary
            return broken
        }
        if let reason = Self.reasonForQuarantineLimit(tally, quarantineLimit) { return report(.failed, reason) }
        if let reason = Self.reasonForIgnoring(tally, ignoredReasons) { return report(.skipped, reason) }
        if tally.undelivered > 0 { return report(isBegun ? .partial : .failed, "some of its lines were not delivered") }
        return report(.delivered)
    }

    private static func reasonForQuarantineLimit(_ tally: Tally, _ limit: Double) -> String? {
        guard tally.lines > 0, Double(tally.quarantined) > limit * Double(tally.lines) else { return nil }
        return
            "\(tally.quarantined) of \(Count(tally.lines, "line")) quarantined, more than RELAY_QUARANTINE_LIMIT allows; "
            + "the reasons are in the quarantine or, without one, in the log"
    }

    /// An object with lines of another kind alone is no capture object.
    private static func reasonForIgnoring(_ tally: Tally, _ reasons: [String: Int]) -> String? {
        guard tally.ignored > 0, tally.ignored + tally.blank == tally.lines, reasons.count == 1 else { return nil }
        return reasons.keys.first.map { "all its lines are of another kind: \($0)" }
    }
}
