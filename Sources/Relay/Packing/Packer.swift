package import JSON

/// Puts rows together into batches, closed by number of rows or by bytes, whichever comes first.
///
/// Rows are written straight into the batch's buffer. One that would make the batch too large is carried over to the
/// next; one that is too large on its own is left out where there is a limit, else it makes a batch of its own.
package struct Packer: ~Copyable {
    /// What closes a batch.
    package struct Limits: Equatable, Sendable {
        /// Most rows.
        package var rows: Int
        /// Most bytes.
        package var bytes: Int
        /// Whether a row that is too large on its own is left out.
        package var leavesOutLargeRows = false
        /// Whether the lines behind the rows are kept; they are as large as the batch at most, but for the last one.
        package var keepsSources = false

        /// Limits.
        package init(rows: Int, bytes: Int) {
            self.rows = rows
            self.bytes = bytes
        }
    }

    /// So many bytes and rows the first batch has room for at once; memory that nothing is written to costs nothing.
    private static let firstRoom = 1 << 20
    private static let firstRows = 1000

    /// A line longer than this is kept once for all batches that its rows are in.
    private static let longestPiece = 64 << 10

    /// The open batch; a row is appended here between `beginRow` and `endRow`.
    package var buffer: ByteBuffer

    /// Where the open batch begins.
    package var start = Position.start

    /// Whether the batch must be closed before another row begins.
    package private(set) var isFull = false

    private var memory: BatchMemory
    private var sourceMemory: BatchMemory
    private let layout: BatchLayout
    private let limits: Limits
    private let separator: ByteBuffer
    /// Whether rows become records, which have bytes besides them.
    private let makesRecords: Bool
    private var rowEnds: [Int] = []
    /// The shares before the last one, and that one.
    private var shares: [Share] = []
    private var openShare = Share(line: 0, offset: 0, firstRow: 0, seconds: nil, oversize: 0, origin: nil)
    private var hasShares = false
    private var sources: ByteBuffer
    private var sourceBytes = 0
    private var line = 0
    private var offset = 0
    private var seconds: Int?
    private var origin: LineOrigin?
    private var frame: RecordFrame?
    /// The most bytes that the rows may have, with all that stands before them; there is room for another record besides.
    private var room: Int
    private var frames: [RecordFrame] = []
    private var lineBytes: Bytes?
    private var ownLine: [UInt8]?
    private var longLines: [[UInt8]] = []
    private var oversize: [OversizeRow] = []
    private var origins: [LineOrigin] = []
    private var rowStart = 0
    private var carried = ByteBuffer(capacity: 0)
    private var carriedRow: (row: Int, isLast: Bool)?

    /// A packer for batches within limits.
    package init(layout: BatchLayout, limits: Limits) {
        self.layout = layout
        self.limits = limits
        var separator = ByteBuffer()
        separator.append(contentsOf: layout.separator)
        self.separator = separator
        makesRecords = layout.records != nil
        room = limits.bytes - layout.tail.count
        memory = BatchMemory(limit: limits.bytes)
        sourceMemory = BatchMemory(limit: limits.bytes)
        buffer = ByteBuffer(capacity: min(limits.bytes, Self.firstRoom))
        sources = ByteBuffer(capacity: limits.keepsSources ? min(limits.bytes, Self.firstRoom) : 0)
        buffer.append(contentsOf: layout.head)
        rowEnds.reserveCapacity(min(limits.rows, Self.firstRows))
        shares.reserveCapacity(min(limits.rows, Self.firstRows))
    }

    /// Whether nothing is in the open batch.
    package var isEmpty: Bool { !hasShares }

    /// Begins a line, whose bytes stay where they are until the next one.
    package mutating func beginLine(
        _ number: Int, at offset: Int, _ bytes: Bytes, seconds: Int?, origin: LineOrigin? = nil,
        frame: RecordFrame? = nil
    ) {
        line = number
        self.offset = offset
        self.seconds = seconds
        if makesRecords { makeRoom(for: frame) }
        if self.origin != nil || origin != nil { self.origin = origin }
        guard limits.keepsSources else { return }
        lineBytes = bytes
        if ownLine != nil { ownLine = nil }
    }

    /// Begins a row behind the others.
    package mutating func beginRow() {
        rowStart = buffer.count
        if !rowEnds.isEmpty { buffer.append(separator.bytes) }
    }

    /// Takes the row that was begun out again.
    package mutating func abandonRow() {
        buffer.truncate(to: rowStart)
    }

    /// Ends a row, and with its last row a line.
    package mutating func endRow(_ row: Int, isLast: Bool) {
        let isOverweight = buffer.count > room
        if isOverweight, !rowEnds.isEmpty {
            carry(row, isLast: isLast)
            isFull = true
            return
        }
        if isOverweight, limits.leavesOutLargeRows {
            leaveOut(row, isLast: isLast)
        } else {
            add(row, isLast: isLast)
            isFull = rowEnds.count >= limits.rows || isOverweight || isLast && sourceBytes > limits.bytes
        }
    }

    /// What a record of the line adds to its rows counts before it begins.
    private mutating func makeRoom(for frame: RecordFrame?) {
        room += recordBytes
        self.frame = frame
        room -= recordBytes
    }

    private var recordBytes: Int {
        guard let frame, let records = layout.records else { return 0 }
        return records.overhead + frame.count
    }

    @inline(never)
    private mutating func beginRecord() {
        guard let frame else { preconditionFailure("rows that become records need what their line has in common") }
        room -= recordBytes
        frames.append(frame)
    }

    private mutating func add(_ row: Int, isLast: Bool) {
        rowEnds.append(buffer.count)
        if !followsShare(row) { beginShare(with: row) }
        openShare.rows += 1
        openShare.isComplete = isLast
    }

    private mutating func leaveOut(_ row: Int, isLast: Bool) {
        let bytes = buffer.count - layout.head.count + recordBytes
        abandonRow()
        if !followsShare(row) { beginShare(with: row) }
        oversize.append(OversizeRow(row: row, bytes: bytes))
        openShare.oversize = openShare.oversize.lowerBound..<oversize.count
        openShare.isComplete = isLast
        isFull = isLast && sourceBytes > limits.bytes
    }

    /// Whether a row comes behind those of the open share.
    @inline(__always)
    private func followsShare(_ row: Int) -> Bool {
        hasShares && openShare.line == line
            && openShare.firstRow + openShare.rows + openShare.oversize.count == row
    }

    /// Begins the share that a row belongs to.
    @inline(__always)
    private mutating func beginShare(with row: Int) {
        if hasShares { shares.append(openShare) }
        if makesRecords { beginRecord() }
        var share = Share(
            line: line, offset: offset, firstRow: row, seconds: seconds, oversize: oversize.count,
            origin: origin.map { _ in origins.count })
        if let origin { origins.append(origin) }
        if let lineBytes {
            share.source = hasShares && openShare.line == line ? openShare.source : source(lineBytes)
        }
        openShare = share
        hasShares = true
    }

    @inline(__always)
    private mutating func source(_ bytes: Bytes) -> SourceLine {
        guard bytes.count > Self.longestPiece else {
            let start = sources.count
            sources.append(bytes)
            sourceBytes += bytes.count
            return .piece(start: start, end: sources.count)
        }
        keepLongLine(bytes)
        return .own(longLines.count - 1)
    }

    private mutating func keepLongLine(_ bytes: Bytes) {
        let line = ownLine ?? bytes.array
        if ownLine == nil { sourceBytes += line.count }
        ownLine = line
        longLines.append(line)
    }

    private mutating func carry(_ row: Int, isLast: Bool) {
        carried.append(buffer.bytes(rowStart + layout.separator.count, buffer.count))
        carriedRow = (row, isLast)
        buffer.truncate(to: rowStart)
    }

    /// Hands out the batch, and begins the next one with the row that was carried over.
    ///
    /// `end` is where the rows end that were written; `counts` are the lines that end before it.
    package mutating func take(
        end: Position, counts: LineCounts, records: [UInt8] = [], recordedLines: Int = 0
    ) -> Batch {
        var end = end
        var counts = counts
        if let carriedRow {
            if carriedRow.isLast { counts.lines -= 1 }
            end = Position(offset: offset, row: carriedRow.row)
        }
        buffer.append(contentsOf: layout.tail)
        if rowEnds.isEmpty { buffer.removeAll() }
        if hasShares { shares.append(openShare) }
        let batch = Batch(
            memory: memory.seal(&buffer), rowEnds: rowEnds, layout: layout, shares: shares, frames: frames,
            sources: sourceMemory.seal(&sources), longLines: longLines, oversize: oversize, origins: origins,
            records: records, recordedLines: recordedLines, start: start,
            end: end, counts: counts)
        start = end
        startNext()
        return batch
    }

    private mutating func startNext() {
        buffer.append(contentsOf: layout.head)
        sourceBytes = 0
        if makesRecords {
            room = limits.bytes - layout.tail.count - recordBytes
            frames.removeAll(keepingCapacity: true)
        }
        rowEnds.removeAll(keepingCapacity: true)
        shares.removeAll(keepingCapacity: true)
        hasShares = false
        longLines.removeAll()
        oversize.removeAll()
        origins.removeAll()
        isFull = false
        guard let (row, isLast) = carriedRow else { return }
        carriedRow = nil
        rowStart = buffer.count
        buffer.append(carried.bytes)
        carried.removeAll(keepingAtMost: 1 << 16)
        endRow(row, isLast: isLast)
    }
}
