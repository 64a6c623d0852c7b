import JSON

/// One record of a table of labels, with its cells as places in its own copy of the text.
struct TableRecord: ~Copyable {
    /// The text, with room behind it for cells whose doubled quotes are resolved.
    private(set) var text = ByteBuffer(capacity: 0)
    private var records = CSVRecords()
    private var length = 0

    /// The text as a payload whose cells these are.
    var payload: Payload {
        Payload(content: .csv, text: text.bytes(0, length), hasLoneSurrogate: false)
    }

    /// Reads a record, which must have so many cells.
    mutating func read(_ bytes: Bytes, width: Int) throws(LineProblem) {
        text.removeAll(keepingAtMost: 1 << 16)
        text.reserve(bytes.count * 2)
        text.append(bytes)
        length = bytes.count
        do {
            try records.read(text.bytes(0, length), room: &text, widest: width)
        } catch {
            switch error {
            case .openQuote: throw LineProblem(.malformedPayload, "the record has a quote that is never closed")
            case .textAfterQuote: throw LineProblem(.malformedPayload, "the record has text behind a closing quote")
            case .tooWide: throw Self.unaligned("many more cells", width)
            }
        }
        guard records.count == 1 else {
            throw LineProblem(.malformedPayload, "the line is not one record: it has a line break outside of quotes")
        }
        let found = records.width(0)
        guard found == width else { throw Self.unaligned(found == 1 ? "1 cell" : "\(found) cells", width) }
    }

    /// A cell; what is missing for none.
    func cell(_ index: Int?) -> Cell { index.map { records.cells[$0] } ?? .missing }

    /// The bytes of a cell.
    func bytes(of index: Int) -> Bytes { records.cells[index].bytes(in: text.bytes) }

    private static func unaligned(_ found: String, _ width: Int) -> LineProblem {
        LineProblem(.unaligned, "the record has \(found), but the header of the table has \(width)")
    }
}
