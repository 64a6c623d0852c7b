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
