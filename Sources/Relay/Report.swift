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
    /// Whether it may succeed when it is tried again.
    package var isTemporary = false
    /// What ended the work on it, if nothing of its own did.
    package var stop: Stop?
    /// Whether a message was sent that brings the rest of it back.
    package var isHandedOn = false

    /// A report of one object.
    package init(uri: String, outcome: Outcome, reason: String? = nil, tally: Tally = Tally()) {
        self.uri = uri
        self.outcome = outcome
        self.reason = reason
        self.tally = tally
    }

    /// Whether it was not delivered whole.
    package var isFailure: Bool { (outcome == .failed || outcome == .partial) && !isHandedOn }

    /// The object and what is to be said of it.
    package var sentence: String {
        let reason = reason ?? (isFailure ? "not delivered" : outcome.rawValue)
        return reason.hasPrefix(uri) ? reason : "\(uri): \(reason)"
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
    /// How many were delivered in part, with a message sent that brings the rest back.
    package private(set) var handedOn = 0
    /// How many of those that failed may succeed when they are tried again.
    package private(set) var failedTemporarily = 0
    /// How many of those nothing of their own ended, by what did.
    package private(set) var stops: [Stop: Int] = [:]
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
        if report.outcome == .skipped { skipped += 1 }
        if report.isHandedOn { handedOn += 1 }
        if report.isFailure { addFailure(report) }
        total += report.tally
        describe(report)
    }

    /// Adds what another report tells.
    package mutating func add(_ other: Report) {
        objects += other.objects
        skipped += other.skipped
        failed += other.failed
        handedOn += other.handedOn
        failedTemporarily += other.failedTemporarily
        stops.merge(other.stops, uniquingKeysWith: +)
        total += other.total
        lag.add(other.lag)
        for detail in other.details { describe(detail) }
    }

    private mutating func addFailure(_ report: ObjectReport) {
        failed += 1
        if report.isTemporary { failedTemporarily += 1 }
        if let stop = report.stop { stops[stop, default: 0] += 1 }
    }

    private mutating func describe(_ report: ObjectReport) {
        if details.count < Self.detailLimit {
            details.append(report)
        } else if report.isFailure, let replaced = details.lastIndex(where: { !$0.isFailure }) {
            details[replaced] = report
        }
    }
}
