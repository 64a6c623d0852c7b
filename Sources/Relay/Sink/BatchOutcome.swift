package import AWS

/// What became of the rows of one batch.
package struct BatchOutcome: Equatable, Sendable {
    /// A row that the monitor refused, with its words.
    package struct Refusal: Equatable, Sendable {
        /// The row's place in the batch.
        package let row: Int
        /// Why.
        package let reason: String
    }

    /// Rows that the monitor took without saying yet whether it keeps them.
    package struct Pending: Equatable, Sendable {
        /// The rows, in order.
        package let rows: [Range<Int>]
        /// The request that the monitor can be asked for.
        package let request: String
    }

    /// Why the rest was not delivered, and nothing more of the object should be sent.
    package struct Stop: Equatable, Sendable {
        /// A sentence.
        package let reason: String
        /// How long that may last.
        package let hindrance: Hindrance
        /// Whether it was given up only since another batch was stopped, whose reason is the object's.
        package var followsAnother = false
    }

    /// The rows that were accepted, in order.
    package private(set) var accepted: [Range<Int>] = []
    /// The rows that were refused, in order.
    package private(set) var refused: [Refusal] = []
    /// The rows that are with the monitor, and neither accepted nor refused.
    package private(set) var pending: [Pending] = []
    /// How many requests the monitor took rows from.
    package var requests = 0
    /// How many requests came to nothing and were sent again.
    package var retries = 0
    /// When rows were accepted last, in seconds since 1970.
    package var acceptedAt = 0
    /// Why the rest was not delivered.
    package var stop: Stop?

    /// An outcome of nothing yet.
    package init() {}

    /// How many rows were accepted.
    package var acceptedRows: Int { accepted.reduce(0) { $0 + $1.count } }

    /// Notes rows as accepted.
    package mutating func accept(_ selection: RowSelection) {
        // Most rows are settled in their order, so that the others are rarely looked at again.
        guard let first = selection.ranges.first, let last = accepted.last, last.upperBound > first.lowerBound else {
            for range in selection.ranges { accepted.append(range.lowerBound, to: range.upperBound) }
            return
        }
        let all = (accepted + selection.ranges).sorted { $0.lowerBound < $1.lowerBound }
        accepted = []
        for range in all { accepted.append(range.lowerBound, to: range.upperBound) }
    }

    /// Notes a row as refused.
    package mutating func refuse(_ row: Int, reason: String) {
        let isNext = refused.last.map { $0.row < row } ?? true
        let place = isNext ? refused.count : refused.firstIndex { $0.row > row } ?? refused.count
        refused.insert(Refusal(row: row, reason: reason), at: place)
    }

    /// Notes rows as pending.
    package mutating func pend(_ selection: RowSelection, request: String) {
        pending.append(Pending(rows: selection.ranges, request: request))
    }

    /// Takes back that rows were refused, since nothing can be said of rows where everything is refused.
    package mutating func forgetRefusals() {
        refused = []
    }
}
