import JSON

/// The guard that lets a row be published only when both sides agree on how many rows there are, in exactly one way.
enum Alignment {
    /// The readings that belong together; none for a side that the rows take nothing from.
    struct Pair: Equatable {
        let input: Reading?
        let output: Reading?

        /// How many rows both sides have.
        var rows: Int { input?.rows ?? output?.rows ?? 0 }
    }

    /// The pair where it is plain: one reading on each side, of one row.
    ///
    /// The sides are passed by address because a borrow of so large a value is a copy.
    @inline(__always)
    static func plainPair(_ input: inout SideReader, _ output: inout SideReader) -> Pair? {
        guard input.readings.count == 1, output.readings.count == 1 else { return nil }
        let pair = Pair(input: input.readings[0], output: output.readings[0])
        let isPlain = pair.input?.rows == 1 && pair.output?.rows == 1 && input.isConfigured && output.isConfigured
        return isPlain ? pair : nil
    }

    /// Finds the one pair of readings that fit each other.
    static func pair(_ input: borrowing SideReader, _ output: borrowing SideReader) throws(LineProblem) -> Pair {
        try expectReadings(input, "input")
        try expectReadings(output, "output")
        var found: Pair?
        var isAmbiguous = false
        for candidate in pairs(input, output) {
            if found != nil { isAmbiguous = true }
            found = found ?? candidate
        }
        guard let found else { throw unaligned(input, output) }
        if isAmbiguous { throw ambiguous(input, output) }
        try expectNoHeaders(found, input, output)
        return found
    }

    private static func pairs(_ input: borrowing SideReader, _ output: borrowing SideReader) -> [Pair] {
        guard input.isConfigured else {
            return output.readings.indices.map { output.readings[$0] }.filter { hasPartner($0, in: input) }
                .map { Pair(input: nil, output: $0) }
        }
        guard output.isConfigured else {
            return input.readings.indices.map { input.readings[$0] }.filter { hasPartner($0, in: output) }
                .map { Pair(input: $0, output: nil) }
        }
        if input.readings.count == 1, output.readings.count == 1, fit(input, input.readings[0], output.readings[0]) {
            return [Pair(input: input.readings[0], output: output.readings[0])]
        }
        var pairs: [Pair] = []
        for one in input.readings.indices {
            for other in output.readings.indices where fit(input, input.readings[one], output.readings[other]) {
                pairs.append(Pair(input: input.readings[one], output: output.readings[other]))
            }
        }
        return pairs
    }

    /// Whether two readings belong together.
    ///
    /// Two far-fetched readings justify each other only where the request is a list of nothing but texts: one with numbers
    /// may be one row whose columns were not all configured, and a CSV record may be one text with commas in it.
    private static func fit(_ side: borrowing SideReader, _ input: Reading, _ output: Reading) -> Bool {
        guard input.rows == output.rows else { return false }
        guard input.needsPartner, output.needsPartner else { return true }
        return (input.first..<input.first + input.rows).allSatisfy { side.cells[$0].kind == .string }
    }

    /// Whether the side without columns has as many rows, or cannot tell and need not.
    private static func hasPartner(_ reading: Reading, in other: borrowing SideReader) -> Bool {
        if other.readings.isEmpty {
            if case .json = other.payload.content { return false }
            return !reading.needsPartner
        }
        return other.readings.indices.contains { index in
            other.readings[index].rows == reading.rows && !(other.readings[index].needsPartner && reading.needsPartner)
        }
    }

    private static func expectReadings(_ side: borrowing SideReader, _ name: String) throws(LineProblem) {
        guard side.isConfigured, side.readings.isEmpty else { return }
        switch side.payload.content {
        case .absent:
            throw LineProblem(.missingPayload, "the line has no \(name), but columns are configured for it")
        case .empty:
            throw LineProblem(.emptyPayload, "the \(name) is empty")
        default:
            throw side.fault?.problem(side, name) ?? LineProblem(.emptyPayload, "the \(name) has no rows")
        }
    }

    private static func unaligned(_ input: borrowing SideReader, _ output: borrowing SideReader) -> LineProblem {
        let sides = "the input has \(counts(input)), the output \(counts(output))"
        return LineProblem(.unaligned, "\(sides): nobody can tell which row belongs to which answer")
    }

    private static func ambiguous(_ input: borrowing SideReader, _ output: borrowing SideReader) -> LineProblem {
        LineProblem(
            .ambiguous,
            "there is more than one way to read the rows: the input has \(counts(input)), the output \(counts(output)); "
                + "say which with a column type, since a number is no array, or with a path: name=name[] for a row each, "
                + "name=name for the whole array"
        )
    }

    private static func counts(_ side: borrowing SideReader) -> String {
        guard !side.readings.isEmpty else { return "nothing that tells its rows" }
        var counts: [String] = []
        for index in side.readings.indices {
            let reading = side.readings[index]
            counts.append("\(reading.rows) \(reading.rows == 1 ? "row" : "rows") (\(reading.form.rawValue))")
        }
        return counts.joined(separator: " or ")
    }

    /// With a header on both sides the counts are equal whether the headers are rows or not, so that records which
    /// must be headers, but name no columns, would be published as rows.
    private static func expectNoHeaders(
        _ pair: Pair,
        _ input: borrowing SideReader,
        _ output: borrowing SideReader
    ) throws(LineProblem) {
        guard pair.rows > 1, isSuspicious(pair.input, input), isSuspicious(pair.output, output) else { return }
        throw LineProblem(
            .ambiguous,
            "the first records look like headers, but their cells are not the names of the configured columns; "
                + "name the columns as the headers do"
        )
    }

    private static func isSuspicious(_ reading: Reading?, _ side: borrowing SideReader) -> Bool {
        guard let reading else {
            guard case .csv = side.payload.content, !side.readings.isEmpty else { return side.readings.isEmpty }
            return HeaderTest.mustBeHeader(side.records, side.payload.text)
        }
        guard reading.form == .records, reading.rows > 1 else { return false }
        return HeaderTest.mustBeHeader(
            cells: side.cells, width: side.columns.count, rows: reading.rows, side.payload.text)
    }
}

extension ReadingFault {
    /// What to say of a line whose payload did not give each row the columns.
    func problem(_ side: borrowing SideReader, _ name: String) -> LineProblem {
        func column(_ index: Int) -> String { "'\(side.columns[index].name)'" }
        let expected = "\(side.columns.count) \(side.columns.count == 1 ? "column is" : "columns are") configured"
        switch self {
        case .width(let row, let found):
            let values = found == 1 ? "1 value" : "\(found) values"
            return LineProblem(.unaligned, "row \(row + 1) of the \(name) has \(values), but \(expected)")
        case .tooWide(let row):
            return LineProblem(.unaligned, "row \(row + 1) of the \(name) has many more values, but \(expected)")
        case .listWidth(let row, let found, let first):
            let place = "row \(row + 1) of the \(name)"
            let what = found < 2 ? "is no array of two numbers or more" : "has \(found) values, the first one \(first)"
            return LineProblem(.unaligned, "\(place) \(what), but \(column(0)) takes all values of a row")
        case .blankLine:
            return LineProblem(
                .unaligned, "the \(name) has a blank line between its records, which may be an empty value")
        case .tooManyValues:
            return LineProblem(.tooManyValues, "the \(name) has more rows and columns than its length can account for")
        case .missingColumn(let index):
            return LineProblem(
                .missingColumn,
                "the \(name) has no \(column(index)); write \(side.columns[index].name)? if it may be missing"
            )
        case .nestedValue(let index):
            return LineProblem(
                .refusedValue, "the value of \(column(index)) is an object or array, which its type refuses")
        case .notARow:
            return LineProblem(.unaligned, "the \(name) has names apart from its rows, but a row is no array")
        case .repeatedKey:
            return LineProblem(.duplicateKey, "an object in the \(name) has a key twice")
        case .pathIntoCSV(let index):
            return LineProblem(.unaligned, "the column \(column(index)) has a path into JSON, but the \(name) is CSV")
        case .notAnArray(let index):
            return LineProblem(.missingColumn, "the path of \(column(index)) has [] where the \(name) has no array")
        case .unequalCounts(let index, let found, let expected):
            return LineProblem(
                .unaligned,
                "the path of \(column(index)) finds \(found) values in the \(name), another one \(expected)"
            )
        case .brokenCSV(let record, let isOpen):
            let what = isOpen ? "a quote that is never closed" : "text behind a closing quote"
            return LineProblem(.malformedPayload, "record \(record) of the \(name)'s CSV has \(what)")
        case .binary:
            return LineProblem(
                .malformedPayload, "the \(name) is binary data, not text, but columns are configured for it")
        case .headerOnly:
            return LineProblem(.emptyPayload, "the \(name) has a header and no rows")
        }
    }
}
