import JSON

/// The id by which a label finds its capture: that of the capture's line, or of one of its rows.
package struct LabelID: Hashable, Sendable {
    /// The id as it stands.
    package let text: [UInt8]
    /// The id of the line whose row it may name: `id-2` without the number.
    package let line: [UInt8]?
    /// The number of that row.
    package let row: Int?

    /// An id without escapes.
    package init(_ text: [UInt8]) {
        self.text = text
        let digits = text.reversed().prefix { $0 &- 0x30 < 10 }.reversed()
        let rest = text.dropLast(digits.count)
        let isNumber = (1...9).contains(digits.count) && (digits.count == 1 || digits.first != 0x30)
        guard isNumber, rest.count > 1, rest.last == 0x2D else {
            line = nil
            row = nil
            return
        }
        line = Array(rest.dropLast())
        row = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Whether it is that of a row if its line has an id of the service: those are UUIDs, and no number follows them.
    var isOfRow: Bool {
        guard let line, line.count == 36 else { return false }
        return line.indices.allSatisfy { index in
            [8, 13, 18, 23].contains(index)
                ? line[index] == 0x2D : line[index] &- 0x30 < 10 || (line[index] | 0x20) &- 0x61 < 6
        }
    }
}

/// Reads the ids of lines of ground truth, and nothing else of them.
struct LabelIDReader: ~Copyable {
    private var line = CaptureLine()
    private var record = TableRecord()

    /// The id of a line that may have a label; nothing where it is refused or ignored anyway.
    mutating func id(of bytes: Bytes, offset: Int, in table: LabelTable?) -> LabelID? {
        guard bytes.isUTF8 else { return nil }
        if let table {
            guard offset != table.offset, (try? record.read(bytes, width: table.width)) != nil else { return nil }
            let id = record.bytes(of: table.id)
            return id.isEmpty ? nil : LabelID(id.array)
        }
        guard (try? line.read(bytes)) != nil, line.kind == .groundTruth, !line.hasCaptureData else { return nil }
        return line.eventID.map { LabelID($0.plain(in: bytes)) }
    }
}

extension JSONScanner.StringToken {
    /// What the string stands for.
    func plain(in text: Bytes) -> [UInt8] {
        let raw = text.slice(start, end)
        guard isEscaped else { return raw.array }
        var plain = ByteBuffer(capacity: raw.count)
        _ = plain.appendUnescaped(raw)
        return plain.bytes.array
    }
}
