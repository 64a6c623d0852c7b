import JSON

extension Batch {
    /// Some rows, divided by the records that they become; each row is one where rows stand by themselves.
    package func records(in selection: RowSelection) -> [RowSelection] {
        guard layout.records != nil else { return selection.ranges.joined().map { RowSelection([$0..<$0 + 1]) } }
        var records: [RowSelection] = []
        forEachRun(of: selection) { _, _, run in records.append(RowSelection([run])) }
        return records
    }

    /// A body of records with some of the rows: one for each line, or for each run of its rows.
    func body(of selection: RowSelection, in records: RecordLayout) -> [UInt8] {
        var body = layout.head
        body.reserveCapacity(memory.count + shares.count * records.overhead)
        var parts = RowParts(records.pieces.count - 1)
        var isFirst = true
        forEachRun(of: selection) { share, before, run in
            if !isFirst { body += layout.separator }
            isFirst = false
            parts.removeAll()
            for row in run { parts.append(bytes(start(of: row), rowEnds[row])[...]) }
            append(parts, of: frames[share], id(of: run, in: share, behind: before), in: records, to: &body)
        }
        return body + layout.tail
    }

    /// Goes through the runs of rows that a selection has of each share, which stands behind so many rows.
    private func forEachRun(of selection: RowSelection, _ body: (_ share: Int, _ before: Int, Range<Int>) -> Void) {
        var before = 0
        var ranges = selection.ranges[...]
        for (index, share) in shares.enumerated() {
            let end = before + share.rows
            while let range = ranges.first, range.lowerBound < end {
                body(index, before, range.clamped(to: before..<end))
                guard range.upperBound <= end else { break }
                ranges.removeFirst()
            }
            before = end
        }
    }

    /// The id of the record of some rows of a share, which stands behind so many rows.
    private func id(of run: Range<Int>, in share: Int, behind before: Int) -> String {
        guard !frames[share].isHeld(by: run.count) else { return frames[share].id }
        var numbers: [Range<Int>] = []
        let due = origin(of: shares[share])?.rows
        for row in run {
            // The number among all rows that the line has had from the start.
            let place = rowNumber(row - before, in: shares[share])
            let number = due?[place] ?? place
            numbers.append(number, to: number + 1)
        }
        return frames[share].id(of: numbers)
    }

    private func append(
        _ parts: RowParts, of frame: RecordFrame, _ id: String, in records: RecordLayout, to body: inout [UInt8]
    ) {
        for (piece, values) in zip(records.pieces, parts.values) {
            body += piece
            body += values
        }
        body += records.pieces[records.pieces.count - 1]
        body += frame.members
        body += records.idKey
        body += id.utf8
        body += [0x22, 0x7D]
    }
}

/// The values of some rows, sorted by the part of the row that they are.
private struct RowParts {
    private(set) var values: [[UInt8]]
    private var isEmpty = true

    init(_ count: Int) {
        values = .init(repeating: [], count: count)
    }

    mutating func removeAll() {
        for part in values.indices { values[part].removeAll(keepingCapacity: true) }
        isEmpty = true
    }

    /// Takes a row apart.
    mutating func append(_ row: ArraySlice<UInt8>) {
        var rest = row
        for part in values.indices {
            if !isEmpty { values[part].append(0x2C) }
            let end = rest.firstIndex(of: RowForm.partEnd) ?? rest.endIndex
            values[part] += rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        isEmpty = false
    }
}
