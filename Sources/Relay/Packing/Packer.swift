package import JSON

/// Puts rows together into batches, closed by number of rows or by bytes, whichever comes first.
///
/// Rows are written straight into the batch's buffer. One that would make the batch too large is carried over to the
/// next; a single row that is too large on its own makes a batch of its own.
package struct Packer: ~Copyable {
    /// The rows that a line has in a batch.
    package struct Share: Equatable, Sendable {
        /// The line's number.
        package let line: Int
        /// When the inference was.
        package let seconds: Int?
        /// How many of its rows are in the batch.
        package var rows: Int
        /// Whether its last row is among them.
        package var isComplete: Bool
    }

    /// The open batch; a row is appended here between `beginRow` and `endRow`.
    package var buffer = ByteBuffer()

    /// The lines whose rows are in the batch.
    package private(set) var shares: [Share] = []

    /// How many rows are in the batch.
    package private(set) var rows = 0

    /// Whether the batch must be closed before another row begins.
    package private(set) var isFull = false

    private let layout: BatchLayout
    private let rowLimit: Int
    private let byteLimit: Int
    private let separator: ByteBuffer
    private var rowStart = 0
    private var carried = ByteBuffer(capacity: 0)
    private var carriedShare: Share?

    /// A packer for batches of at most so many rows and bytes.
    package init(layout: BatchLayout, rowLimit: Int, byteLimit: Int) {
        self.layout = layout
        self.rowLimit = rowLimit
        // No batch comes near a terabyte, and no sum of sizes below it overflows.
        self.byteLimit = min(byteLimit, 1 << 40)
        var separator = ByteBuffer()
        separator.append(contentsOf: layout.separator)
        self.separator = separator
        buffer.append(contentsOf: layout.head)
    }

    /// Begins a row behind the others.
    package mutating func beginRow() {
        rowStart = buffer.count
        if rows > 0 { buffer.append(separator.bytes) }
    }

    /// Takes the row that was begun out again.
    package mutating func abandonRow() {
        buffer.truncate(to: rowStart)
    }

    /// Ends a row, and with its last row a line.
    package mutating func endRow(line: Int, seconds: Int?, isLast: Bool) {
        let isOverweight = buffer.count + layout.tail.count > byteLimit
        let share = Share(line: line, seconds: seconds, rows: 1, isComplete: isLast)
        if isOverweight, rows > 0 {
            carry(share)
            isFull = true
            return
        }
        add(share)
        isFull = rows >= rowLimit || isOverweight
    }

    private mutating func add(_ share: Share) {
        rows += share.rows
        guard let last = shares.last, last.line == share.line else { return shares.append(share) }
        shares[shares.count - 1].rows += share.rows
        shares[shares.count - 1].isComplete = share.isComplete
    }

    private mutating func carry(_ share: Share) {
        carried.append(buffer.bytes(rowStart + layout.separator.count, buffer.count))
        carriedShare = share
        buffer.truncate(to: rowStart)
    }

    /// The finished body of the batch, valid until `startNext`.
    package mutating func close() -> Bytes {
        buffer.append(contentsOf: layout.tail)
        return buffer.bytes
    }

    /// Begins the next batch, with the row that was carried over.
    package mutating func startNext() {
        buffer.removeAll(keepingAtMost: max(1 << 20, byteLimit + byteLimit / 4))
        buffer.append(contentsOf: layout.head)
        shares.removeAll(keepingCapacity: true)
        rows = 0
        isFull = false
        guard let share = carriedShare else { return }
        carriedShare = nil
        buffer.append(carried.bytes)
        carried.removeAll(keepingAtMost: 1 << 16)
        add(share)
        isFull = rows >= rowLimit || buffer.count + layout.tail.count > byteLimit
    }
}
