/// How a sink wants its rows put together into one body.
package struct BatchLayout: Equatable, Sendable {
    /// What stands before the first row.
    package let head: [UInt8]

    /// What stands between two rows.
    package let separator: [UInt8]

    /// What stands behind the last row.
    package let tail: [UInt8]

    /// A layout.
    package init(head: String, separator: String, tail: String) {
        self.head = Array(head.utf8)
        self.separator = Array(separator.utf8)
        self.tail = Array(tail.utf8)
    }

    /// One row a line.
    package static let lines = BatchLayout(head: "", separator: "\n", tail: "\n")
}
