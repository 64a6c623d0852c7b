import JSON

extension SideReader {
    /// Reads the columns by their paths.
    ///
    /// A path with `[]` gives a value for each row, one without gives its value to all rows; a column without a path is
    /// looked for at the top.
    mutating func readPaths() {
        do {
            var rows = 0
            for index in decoder.json.documents.indices { rows += try appendPaths(decoder.json.documents[index]) }
            if rows > 0 { accept(.paths, first: 0, rows: rows, needsPartner: false) }
        } catch {
            cells.removeAll()
            refuse(error)
        }
    }

    private mutating func appendPaths(_ document: Int) throws(ReadingFault) -> Int {
        valuesOfPath.removeAll()
        firstOfColumn.removeAll()
        trail.forget()
        var rows: Int?
        for column in columns.indices {
            trail.restart()
            firstOfColumn.append(valuesOfPath.count)
            try collect(paths.steps(column), from: document, column: column)
            guard paths.isForEach(column) else { continue }
            let count = valuesOfPath.count - firstOfColumn[column]
            if let rows, rows != count { throw .unequalCounts(column: column, found: count, expected: rows) }
            rows = count
        }
        let count = rows ?? 1
        try expectRoom(count)
        for row in 0..<count {
            for column in columns.indices {
                cells.append(valuesOfPath[firstOfColumn[column] + (paths.isForEach(column) ? row : 0)])
            }
        }
        return count
    }

    private mutating func collect(_ steps: Range<Int>, from start: Int, column: Int) throws(ReadingFault) {
        var node = start
        for index in steps {
            let rest = index..<steps.upperBound
            switch paths[index] {
            case .key(let key):
                guard !decoder.json[node].hasDuplicates else { throw .repeatedKey }
                guard decoder.json[node].kind == .object,
                    let value = trail.value(of: paths.bytes(key), in: node, of: decoder.json)
                else { return try collectMissing(rest, column: column) }
                node = value
            case .index(let wanted):
                guard let element = trail.element(wanted, of: node, of: decoder.json) else {
                    return try collectMissing(rest, column: column)
                }
                node = element
            case .each:
                guard decoder.json[node].kind == .array else { throw .notAnArray(column: column) }
                var element = node + 1
                for _ in 0..<Int(decoder.json[node].count) {
                    try collect(index + 1..<steps.upperBound, from: element, column: column)
                    element = decoder.json.index(after: element)
                }
                return
            }
        }
        valuesOfPath.append(try value(node, column: column))
    }

    /// An optional column may be missing in a row, but not the array that says how many rows there are.
    private mutating func collectMissing(_ steps: Range<Int>, column: Int) throws(ReadingFault) {
        guard columns[column].isOptional, !steps.contains(where: { paths[$0] == .each }) else {
            throw .missingColumn(column)
        }
        guard valuesOfPath.count < max(Self.mostCells, payload.text.count) else { throw .tooManyValues }
        valuesOfPath.append(.missing)
    }
}
