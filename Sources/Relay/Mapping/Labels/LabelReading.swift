import JSON

/// Chooses the one way to read a ground truth, which has no other side to agree with.
enum LabelReading {
    /// The reading that needs no justification; of several, the one that finds values.
    ///
    /// Where the capture is known, only those count that have as many rows, and those are all justified.
    static func choose(_ side: borrowing SideReader, rows: Int? = nil) throws(LineProblem) -> Reading {
        var found: [Reading] = []
        for index in side.readings.indices where hasValue(side, index) {
            let reading = side.readings[index]
            if !reading.needsPartner || reading.rows == rows { found.append(reading) }
        }
        if found.count > 1, found.contains(where: { $0.rows == rows }) { found.removeAll { $0.rows != rows } }
        guard let reading = found.first else { throw problem(side) }
        guard found.count == 1 else { throw ambiguous(found) }
        return reading
    }

    /// Whether any cell is there; an object that has none of its optional columns is no row of labels.
    private static func hasValue(_ side: borrowing SideReader, _ index: Int) -> Bool {
        let reading = side.readings[index]
        return (reading.first..<reading.first + reading.rows * side.columns.count).contains {
            side.cells[$0].kind != .missing
        }
    }

    private static func problem(_ side: borrowing SideReader) -> LineProblem {
        guard side.readings.isEmpty else {
            let reading = side.readings[0]
            guard reading.needsPartner else {
                return LineProblem(.missingColumn, "the ground truth has none of the columns of CAPTURE_LABEL_COLUMNS")
            }
            return LineProblem(
                .ambiguous,
                "nobody can tell whether the \(reading.rows) values of the ground truth are \(reading.rows) rows or one: "
                    + "write a record for each row")
        }
        switch side.payload.content {
        case .absent: return LineProblem(.missingPayload, "the groundTruthData has no data")
        case .empty: return LineProblem(.emptyPayload, "the ground truth is empty")
        default:
            return side.fault?.problem(side, "ground truth")
                ?? LineProblem(.emptyPayload, "the ground truth has no rows")
        }
    }

    private static func ambiguous(_ found: [Reading]) -> LineProblem {
        let ways = found.map { "\($0.rows) \($0.rows == 1 ? "row" : "rows") (\($0.form.rawValue))" }
        return LineProblem(
            .ambiguous,
            "there is more than one way to read the ground truth: \(ways.joined(separator: " or ")); say which with a "
                + "column type, since a number is no array, or with a path: name=name[] for a row each, name=name for "
                + "the whole array")
    }
}
