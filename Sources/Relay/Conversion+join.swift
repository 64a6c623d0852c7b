import JSON

/// Labels that are joined with captures, which somebody else must find.
extension Conversion {
    /// So many labels are searched for at a time, in so many bytes of lines.
    static let mostLabels = 4096
    static let mostLabelBytes = 1 << 20

    /// Puts a line back until the capture of its label was searched for.
    mutating func putBack(_ label: LabelID) {
        lines.putBack()
        tally.lines -= 1
        current = Current()
        lonelyLabel = label
    }

    /// Takes what a search for captures found, and goes on.
    mutating func take(_ lookup: CaptureLookup) {
        mapping.take(lookup)
        lonelyLabel = nil
    }

    /// The ids of the labels that come next, as far as their lines were read; the next one's first.
    func labelsAhead() -> [LabelID] {
        guard let lonelyLabel else { return [] }
        let head = lines.head
        let length = min(head.count, Self.mostLabelBytes)
        var ahead = LineSplitter(limit: lines.limit)
        ahead.form = lines.form
        ahead.goOn(at: lines.position, after: 0)
        ahead.buffer.append(head.slice(0, length))
        ahead.isComplete = lines.isComplete && length == head.count
        var reader = LabelIDReader()
        var ids = [lonelyLabel]
        while ids.count < Self.mostLabels, let line = ahead.next() {
            guard !line.isOverLimit, let id = label(of: line, &reader), id != lonelyLabel else { continue }
            ids.append(id)
        }
        return ids
    }

    private func label(of line: Line, _ reader: inout LabelIDReader) -> LabelID? {
        guard holdsQuarantine else { return reader.id(of: line.bytes, offset: line.offset, in: mapping.table) }
        guard let record = try? QuarantineRecord(parsing: line.bytes), record.subject.matter == .labels else {
            return nil
        }
        var data = ByteBuffer(capacity: record.data.count)
        data.append(contentsOf: record.data)
        guard let header = record.subject.header else {
            return reader.id(of: data.bytes, offset: record.offset, in: nil)
        }
        return table(header).flatMap { reader.id(of: data.bytes, offset: record.offset, in: $0) }
    }

    /// The table that a quarantined line's header begins.
    private func table(_ header: [UInt8]) -> LabelTable? {
        guard let labels = options.mapping.labels else { return nil }
        var line = ByteBuffer(capacity: header.count)
        line.append(contentsOf: header)
        guard case .table(var table)? = LabelTable.recognise(header: line.bytes, labels) else { return nil }
        table.offset = -1
        return table
    }
}
