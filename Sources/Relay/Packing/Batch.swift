import HTTP
import JSON

/// Rows for one request, with all that is needed to divide them and to settle the lines that they came from.
package struct Batch: Sendable {
    /// Head, rows with separators, tail: the body, unless the rows are still to become records.
    let memory: SealedBytes
    /// Where each row ends in the text.
    package let rowEnds: [Int]
    /// How the rows are put together.
    package let layout: BatchLayout
    /// The lines whose rows these are, in order.
    package let shares: [Share]
    /// What the records of each of these lines have in common, where rows become records.
    package let frames: [RecordFrame]
    /// The bytes of the lines that were kept.
    let sources: SealedBytes
    /// Lines that were kept each by itself, in memory that several batches share.
    package let longLines: [[UInt8]]
    /// Rows that are not here since no request has room for them.
    package let oversize: [OversizeRow]
    /// Where lines were found in the first place.
    package let origins: [LineOrigin]
    /// Quarantine records of lines that came before the batch's end and could not become rows.
    package let records: [UInt8]
    /// How many lines those are.
    package let recordedLines: Int
    /// Where the batch before it ends.
    package let start: Position
    /// The batch and those before it have all that comes before this place.
    package let end: Position
    /// How many lines that is.
    package let counts: LineCounts

    /// How many rows there are.
    package var rows: Int { rowEnds.count }

    /// Head, rows and tail as an array.
    package var text: [UInt8] { memory.array }

    /// A part of the text.
    func bytes(_ start: Int, _ end: Int) -> [UInt8] { memory.withBytes { $0.slice(start, end).array } }

    /// A body with some of the rows; that with all of them is the batch's memory itself.
    func content(of selection: RowSelection) -> HTTPBody {
        layout.records == nil && selection.count == rows ? .sealed(memory) : .array(body(of: selection))
    }

    /// A body with some of the rows, as an array.
    package func body(of selection: RowSelection) -> [UInt8] {
        if let records = layout.records { return body(of: selection, in: records) }
        if selection.count == rows { return text }
        let size = selection.ranges.reduce(0) { $0 + rowEnds[$1.upperBound - 1] - start(of: $1.lowerBound) }
        var part: [UInt8] = []
        part.reserveCapacity(size + layout.head.count + layout.tail.count + selection.ranges.count)
        part += layout.head
        for (index, range) in selection.ranges.enumerated() {
            if index > 0 { part += layout.separator }
            part += bytes(start(of: range.lowerBound), rowEnds[range.upperBound - 1])
        }
        part += layout.tail
        return part
    }

    /// Where a row begins in the text.
    func start(of row: Int) -> Int {
        row == 0 ? layout.head.count : rowEnds[row - 1] + layout.separator.count
    }
}

/// What few shares have.
extension Batch {
    /// The number in its line of a row of a share, given by its place among those that are here.
    func rowNumber(_ place: Int, in share: Share) -> Int {
        var row = share.firstRow + place
        for large in oversize[share.oversize] where large.row <= row { row += 1 }
        return row
    }

    /// Where the line of a share was found in the first place, if it comes from a quarantine or is one of labels.
    func origin(of share: Share) -> LineOrigin? {
        share.origin.map { origins[$0] }
    }

    /// The line of a share, if it was kept.
    func line(of share: Share) -> [UInt8]? {
        switch share.source {
        case .none: nil
        case .piece(let start, let end): sources.withBytes { $0.slice(start, end).array }
        case .own(let place): longLines[place]
        }
    }
}

/// Some rows of a batch.
package struct RowSelection: Equatable, Sendable {
    /// The rows, in order and without gaps of nothing.
    package let ranges: [Range<Int>]
    /// How many they are.
    package let count: Int

    /// The rows in some ranges, which are in order and not empty.
    package init(_ ranges: [Range<Int>]) {
        self.ranges = ranges
        count = ranges.reduce(0) { $0 + $1.count }
    }

    /// Single rows, which are in order.
    package init(rows: [Int]) {
        var ranges: [Range<Int>] = []
        for row in rows { ranges.append(row, to: row + 1) }
        self.init(ranges)
    }

    /// The row at a place of the selection.
    package subscript(index: Int) -> Int {
        var rest = index
        for range in ranges {
            if rest < range.count { return range.lowerBound + rest }
            rest -= range.count
        }
        preconditionFailure("a row beyond the selection was asked for")
    }

    /// The rows from a place of the selection to another.
    package func part(_ start: Int, _ end: Int) -> RowSelection {
        var part: [Range<Int>] = []
        var passed = 0
        for range in ranges {
            let from = max(range.lowerBound, range.lowerBound + start - passed)
            let to = min(range.upperBound, range.lowerBound + end - passed)
            if from < to { part.append(from..<to) }
            passed += range.count
        }
        return RowSelection(part)
    }
}

extension [Range<Int>] {
    /// Appends a range behind the others, which it may touch.
    package mutating func append(_ start: Int, to end: Int) {
        guard let last, last.upperBound == start else { return append(start..<end) }
        self[count - 1] = last.lowerBound..<end
    }
}
