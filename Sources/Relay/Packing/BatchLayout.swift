/// How a sink wants its rows put together into one body.
package struct BatchLayout: Equatable, Sendable {
    /// What stands before the first row.
    package let head: [UInt8]

    /// What stands between two rows.
    package let separator: [UInt8]

    /// What stands behind the last row.
    package let tail: [UInt8]

    /// How the rows of a line become records, where they do not stand by themselves.
    package let records: RecordLayout?

    /// A layout.
    package init(head: String, separator: String, tail: String, records: RecordLayout? = nil) {
        self.head = Array(head.utf8)
        self.separator = Array(separator.utf8)
        self.tail = Array(tail.utf8)
        self.records = records
    }

    /// One row a line.
    package static let lines = BatchLayout(head: "", separator: "\n", tail: "\n")
}
