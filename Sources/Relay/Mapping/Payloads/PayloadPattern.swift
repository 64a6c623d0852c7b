import JSON

/// What the JSON payloads of one side have in common: all but the values of the columns.
///
/// A client sends the same names, brackets and commas with each request. Where they are the same, byte for byte, and a
/// number, text or literal stands between them wherever one stood, the payload is read as the last one was: what is a
/// row depends on nothing else. A payload that differs is read in full. The pieces are taken from the line as it is,
/// before its escapes are resolved; a value with an escape is none that is expected here.
struct PayloadPattern: ~Copyable {
    /// What stands before a value, with the quote that opens a text.
    struct Piece {
        let start: Int
        let end: Int
        /// The place of the value among the cells of the row.
        let cell: Int
        let isText: Bool
    }

    private static let mostValues = 4096
    /// So much is compared, and kept, of what stands between the values.
    private static let mostText = 1 << 18

    /// The pieces, one behind the other; the last one has no value behind it and so is not listed.
    private var text = ByteBuffer()
    private var pieces = RefillableList<Piece>()
    private var hint = PayloadHint()
    private var columns = 0
    private var reading: Reading?

    /// Fits no payload any more.
    mutating func forget() {
        pieces.removeAll()
        reading = nil
    }

    /// Reads a payload that is like the learned one; nothing where it is not alike, and then the cells are of no use.
    mutating func read(_ raw: Bytes, _ hint: PayloadHint, into cells: inout RefillableList<Cell>) -> Reading? {
        guard let reading, hint == self.hint else { return nil }
        cells.removeAll()
        for _ in 0..<columns { cells.append(.missing) }
        var place = 0
        for index in pieces.indices {
            let piece = pieces[index]
            guard raw.hasFew(text.bytes(piece.start, piece.end), at: place) else { return nil }
            place &+= piece.end &- piece.start
            let start = place
            if piece.isText {
                place = raw.endOfPlainText(from: start)
                cells[piece.cell] = Cell(.string, from: start, to: place)
                continue
            }
            place = raw.endOfPlainNumber(at: start)
            if place > start {
                cells[piece.cell] = Cell(.number, from: start, to: place)
            } else {
                guard let cell = raw.scalar(at: start) else { return nil }
                cells[piece.cell] = cell
                place = cell.end
            }
        }
        let rest = text.bytes(pieces[pieces.count - 1].end, text.count)
        return raw.count &- place == rest.count && raw.has(rest, at: place) ? reading : nil
    }

    /// Learns from a payload that was read in full and is one row of plain values, in one way.
    mutating func learn(
        _ raw: Bytes, _ hint: PayloadHint, _ payload: Payload, _ reading: Reading,
        _ cells: borrowing RefillableList<Cell>,
        columns: Int
    ) {
        forget()
        guard columns <= Self.mostValues else { return }
        var order: [Int] = []
        for column in 0..<columns where cells[reading.first + column].kind != .missing {
            guard cells[reading.first + column].isPlainJSON(payload.text) else { return }
            order.append(column)
        }
        order.sort { cells[reading.first + $0].start < cells[reading.first + $1].start }
        text.removeAll(keepingAtMost: 1 << 16)
        var walk = EscapeWalk(raw)
        for column in order {
            let cell = cells[reading.first + column]
            let start = walk.rawPlace
            let first = text.count
            guard walk.goOn(to: Int(cell.start)), walk.rawPlace - start <= Self.mostText else { return forget() }
            text.append(raw.slice(start, walk.rawPlace))
            // Two columns that take the same empty text have nothing between them.
            guard text.count > first, text.count <= Self.mostText, walk.goOn(to: cell.end) else { return forget() }
            pieces.append(Piece(start: first, end: text.count, cell: column, isText: cell.kind == .string))
        }
        let start = walk.rawPlace
        // Both must end together; they do not where a byte order mark was stepped over.
        guard !pieces.isEmpty, walk.goOn(to: payload.text.count), walk.rawPlace == raw.count,
            text.count + raw.count - start <= Self.mostText
        else { return forget() }
        text.append(raw.slice(start, raw.count))
        self.hint = hint
        self.columns = columns
        self.reading = Reading(form: reading.form, first: 0, rows: 1, needsPartner: reading.needsPartner)
    }
}

/// Goes through a text as it stands in a line, side by side with what its escapes stand for.
private struct EscapeWalk {
    private let raw: Bytes
    private(set) var rawPlace = 0
    private var place = 0

    init(_ raw: Bytes) { self.raw = raw }

    /// Goes on to a place of the resolved text; false where it lies behind, or where an escape is more than one byte.
    mutating func goOn(to end: Int) -> Bool {
        while place < end {
            if raw.peek(rawPlace) == 0x5C {
                guard raw.peek(rawPlace + 1) != 0x75 else { return false }
                rawPlace += 1
            }
            rawPlace += 1
            place += 1
        }
        return place == end
    }
}

extension Cell {
    /// Whether it is a value of JSON other than an object or array, and a text only without escapes.
    fileprivate func isPlainJSON(_ text: Bytes) -> Bool {
        switch kind {
        case .number, .true, .false, .null: true
        case .string: bytes(in: text).endOfPlainText(from: 0) == Int(length)
        case .text, .nonFinite, .nested, .missing: false
        }
    }
}

extension Bytes {
    /// The number or literal that begins at a place, if one does.
    @inline(never)
    fileprivate func scalar(at start: Int) -> Cell? {
        var scanner = JSONScanner(self, at: start)
        guard let kind = try? scanner.scalar() else { return nil }
        let cellKind: Cell.Kind =
            switch kind {
            case .true: .true
            case .false: .false
            case .null: .null
            default: .number
            }
        return Cell(cellKind, from: start, to: scanner.position)
    }
}
