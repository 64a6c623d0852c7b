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
