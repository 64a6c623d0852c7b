import JSON

/// The records of a CSV text (RFC 4180) as places in it, refilled for each payload without allocating.
struct CSVRecords: ~Copyable {
    /// All cells, record after record.
    var cells = RefillableList<Cell>()

    /// The index behind the last cell of each record.
    private(set) var ends = RefillableList<Int>()

    /// Whether a blank line stands between records: nothing, unless there is one column, whose empty value it may be.
    private(set) var hasInnerBlank = false

    /// Whether no cell has anything that needs an escape in JSON.
    private(set) var isPlain = true

    private var endsInBlank = false

    /// After so many bytes it is looked whether a record has become too wide.
    private static let stride = 4096

    /// Where in the CSV a quoted cell goes on after its closing quote, if one does.
    enum Fault: Error {
        case textAfterQuote(record: Int)
        case openQuote(record: Int)
        case tooWide(record: Int)
    }

    /// How many records there are; blank lines are none.
    var count: Int { ends.count }

    /// How many cells a record has.
    func width(_ record: Int) -> Int { ends[record] - first(record) }

    /// The index of a record's first cell.
    func first(_ record: Int) -> Int { record == 0 ? 0 : ends[record - 1] }

    /// Forgets all records.
    mutating func removeAll() {
        cells.removeAll()
        ends.removeAll()
        hasInnerBlank = false
        endsInBlank = false
        isPlain = true
    }

    /// Reads a text.
    ///
    /// Cells with doubled quotes are resolved into `room`, which holds the text itself whenever there is a quote in it,
    /// and has the capacity so that it does not move.
    /// Reading ends at a record that has many more cells than `widest`, before it takes much memory.
    /// A bare text, without quotes and line breaks, is one record.
    mutating func read(
        _ text: Bytes, room: inout ByteBuffer, widest: Int = .max, isBare: Bool = false
    ) throws(Fault) {
        removeAll()
        var nextLook = Self.stride
        var fieldStart = 0
        var index = 0
        while index < text.count {
            if index >= nextLook {
                guard cells.count &- (ends.last ?? 0) <= widest else { throw .tooWide(record: count + 1) }
                nextLook = index &+ Self.stride
            }
            let (commas, others) = isBare ? (text.commas(at: index), 0) : text.marksOfCSV(at: index)
            if others == 0 {
                cells.append(forEachBitOf: commas) { bit in
                    let cell = Cell(.text, from: fieldStart, to: index &+ bit)
                    fieldStart = index &+ bit &+ 1
                    return cell
                }
                index &+= 64
            } else {
                index = try readMarks(commas | others, at: index, of: text, &fieldStart, room: &room)
            }
        }
        endRecord(fieldStart, text.count)
    }

    /// Reads a piece that has more than commas; returns where reading goes on.
    private mutating func readMarks(
        _ marks: UInt64, at index: Int, of text: Bytes, _ fieldStart: inout Int, room: inout ByteBuffer
    ) throws(Fault) -> Int {
        var marks = marks
        while marks != 0 {
            let place = index &+ marks.trailingZeroBitCount
            marks &= marks &- 1
            switch text[place] {
            case 0x2C:
                cells.append(Cell(.text, from: fieldStart, to: place))
                fieldStart = place &+ 1
            case 0x0A, 0x0D:
                let isSecondHalf = text[place] == 0x0A && place > 0 && text[place &- 1] == 0x0D
                if !isSecondHalf { endRecord(fieldStart, place) }
                fieldStart = place &+ 1
            case 0x22 where place == fieldStart:
                isPlain = false
                fieldStart = try readQuoted(text, from: place, room: &room)
                return fieldStart
            default:
                isPlain = false
            }
        }
        return index &+ 64
    }

    /// Ends a record at a line break; the second half of `\r\n` and blank lines end nothing.
    @inline(__always)
    private mutating func endRecord(_ start: Int, _ end: Int) {
        guard end > start || cells.count > (ends.last ?? 0) else {
            endsInBlank = !ends.isEmpty
            return
        }
        if endsInBlank { hasInnerBlank = true }
        cells.append(Cell(.text, from: start, to: end))
        ends.append(cells.count)
    }

    /// Reads a quoted cell and the comma or line break behind it; returns where the next cell begins.
    private mutating func readQuoted(_ text: Bytes, from quote: Int, room: inout ByteBuffer) throws(Fault) -> Int {
        let (end, hasDoubledQuotes) = try closingQuote(text, after: quote)
        if endsInBlank { hasInnerBlank = true }
        var cell = Cell(.text, from: quote + 1, to: end)
        if hasDoubledQuotes { cell = resolve(text, quote + 1, end, room: &room) }
        cells.append(cell)
        let next = end + 1
        if next == text.count {
            ends.append(cells.count)
            return next
        }
        switch text[next] {
        case 0x2C:
            // The cell behind a last comma is empty, and the end of the text ends its record.
            return next + 1
        case 0x0A, 0x0D:
            ends.append(cells.count)
            return next + 1
        default:
            throw .textAfterQuote(record: count + 1)
        }
    }

    private func closingQuote(_ text: Bytes, after quote: Int) throws(Fault) -> (end: Int, hasDoubledQuotes: Bool) {
        var index = quote + 1
        var hasDoubledQuotes = false
        while let end = text.firstIndex(of: 0x22, from: index) {
            guard text.peek(end + 1) == 0x22, end + 1 < text.count else { return (end, hasDoubledQuotes) }
            hasDoubledQuotes = true
            index = end + 2
        }
        throw .openQuote(record: count + 1)
    }

    private func resolve(_ text: Bytes, _ start: Int, _ end: Int, room: inout ByteBuffer) -> Cell {
        let place = room.count
        var index = start
        while index < end {
            let quote = min(text.firstIndex(of: 0x22, from: index) ?? end, end)
            room.append(text.slice(index, quote))
            if quote < end { room.append(0x22) }
            index = quote + 2
        }
        return Cell(.text, from: place, to: room.count)
    }
}
