/// What became of objects, lines and rows.
package struct Tally: Equatable, Sendable {
    package var lines = 0
    package var blank = 0
    package var ignored = 0
    package var quarantined = 0
    package var delivered = 0
    package var resumed = 0
    package var undelivered = 0
    package var rows = 0
    package var accepted = 0
    package var rejected = 0
    package var undeliveredRows = 0
    package var batches = 0
    package var retries = 0
    package var bytes = 0

    /// A tally of nothing.
    package init() {}

    /// Whether every line and every row is accounted for.
    package var isTrue: Bool {
        lines == blank + ignored + quarantined + delivered + resumed + undelivered
            && rows == accepted + rejected + undeliveredRows
    }

    /// The counts by name, in the order of the summary.
    package var counts: [(name: String, count: Int)] {
        [
            ("lines", lines), ("blank", blank), ("ignored", ignored), ("quarantined", quarantined),
            ("delivered", delivered), ("resumed", resumed), ("undelivered", undelivered), ("rows", rows),
            ("accepted", accepted), ("rejected", rejected), ("undeliveredRows", undeliveredRows), ("batches", batches),
            ("retries", retries), ("bytes", bytes),
        ]
    }

    package static func += (total: inout Tally, part: Tally) {
        total.lines += part.lines
        total.blank += part.blank
        total.ignored += part.ignored
        total.quarantined += part.quarantined
        total.delivered += part.delivered
        total.resumed += part.resumed
        total.undelivered += part.undelivered
        total.rows += part.rows
        total.accepted += part.accepted
        total.rejected += part.rejected
        total.undeliveredRows += part.undeliveredRows
        total.batches += part.batches
        total.retries += part.retries
        total.bytes += part.bytes
    }
}

/// What became of one object.
package struct ObjectReport: Equatable, Sendable {
    /// How it ended.
    package enum Outcome: String, Sendable {
        case delivered
        case partial
        case failed
        case skipped
    }

    /// The object.
    package let uri: String
    /// How it ended.
    package var outcome: Outcome
    /// Why, unless it was delivered.
    package var reason: String?
    /// What became of its lines and rows.
    package var tally = Tally()

    /// A report of one object.
    package init(uri: String, outcome: Outcome, reason: String? = nil, tally: Tally = Tally()) {
        self.uri = uri
        self.outcome = outcome
        self.reason = reason
        self.tally = tally
    }
}

/// What became of everything that an event announced or a command named.
package struct Report: Sendable {
    /// At most so many objects are described one by one.
    package static let detailLimit = 100

    /// How many objects there were, whatever became of them.
    package private(set) var objects = 0
    /// How many were skipped.
    package private(set) var skipped = 0
    /// How many were not delivered whole.
    package private(set) var failed = 0
    /// The sums over all objects.
    package private(set) var total = Tally()
    /// The objects one by one; those that failed come before others when there is no room for all.
    package private(set) var details: [ObjectReport] = []
    /// How long after the inference a row was accepted.
    package var lag = LagHistogram()

    /// A report of nothing.
    package init() {}

    /// Adds what became of an object.
    package mutating func add(_ report: ObjectReport) {
        objects += 1
        switch report.outcome {
        case .skipped: skipped += 1
        case .failed, .partial: failed += 1
        case .delivered: break
        }
        total += report.tally
        if details.count < Self.detailLimit {
            details.append(report)
        } else if report.outcome == .failed || report.outcome == .partial,
            let replaced = details.lastIndex(where: { $0.outcome == .delivered || $0.outcome == .skipped })
        {
            details[replaced] = report
        }
    }
}
