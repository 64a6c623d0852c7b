import JSON

/// Whether the first record of a CSV text looks like names rather than values.
enum HeaderTest {
    /// Whether it could be names: none of its cells is empty or a number.
    static func couldBeHeader(_ records: borrowing CSVRecords, _ text: Bytes) -> Bool {
        (0..<records.width(0)).allSatisfy { isWord(records.cells[$0], text) }
    }

    /// Whether it must be names: in some column all that follows is numbers.
    static func mustBeHeader(_ records: borrowing CSVRecords, _ text: Bytes) -> Bool {
        let width = records.width(0)
        guard (0..<records.count).allSatisfy({ records.width($0) == width }) else { return false }
        return mustBeHeader(cells: records.cells, width: width, rows: records.count, text)
    }

    /// The same for rows of one width.
    static func mustBeHeader(cells: borrowing RefillableList<Cell>, width: Int, rows: Int, _ text: Bytes) -> Bool {
        guard rows > 1, (0..<width).allSatisfy({ isWord(cells[$0], text) }) else { return false }
        return (0..<width).contains { column in
            (1..<rows).allSatisfy { isNumber(cells[$0 * width + column], text) }
        }
    }

    private static func isWord(_ cell: Cell, _ text: Bytes) -> Bool {
        cell.end <= text.count && cell.length > 0 && !isNumber(cell, text)
    }

    private static func isNumber(_ cell: Cell, _ text: Bytes) -> Bool {
        guard cell.kind == .text, cell.end <= text.count else { return false }
        return DecimalNumber(cell.bytes(in: text)) != nil
    }
}
