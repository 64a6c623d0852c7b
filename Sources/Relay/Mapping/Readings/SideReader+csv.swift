import JSON

extension SideReader {
    /// Reads CSV: a record for each row, by name under a header and by position without one; or, with one column, one
    /// record with a value for each row.
    mutating func readCSV() {
        if hasPaths, let column = columns.firstIndex(where: { $0.path != nil }) {
            return refuse(.pathIntoCSV(column: column))
        }
        do {
            try records.read(
                payload.text, room: &decoder.decoded, widest: columns.count == 1 ? .max : columns.count,
                isBare: payload.isBare)
        } catch {
            switch error {
            case .openQuote(let record): return refuse(.brokenCSV(record: record, isOpen: true))
            case .textAfterQuote(let record): return refuse(.brokenCSV(record: record, isOpen: false))
            case .tooWide(let record): return refuse(.tooWide(row: record - 1))
            }
        }
        payload.isPlain = records.isPlain && !payload.hasLoneSurrogate
        guard records.count > 0 else { return }
        guard columns.count > 1 || !records.hasInnerBlank else { return refuse(.blankLine) }
        if hasHeader() { return readUnderHeader() }
        readRecords()
    }

    private mutating func readRecords() {
        if columns.count == 1, records.count == 1, records.width(0) > 1 {
            return accept(.valuesOfOneRecord, first: 0, rows: records.width(0), needsPartner: true)
        }
        for record in 0..<records.count where records.width(record) != columns.count {
            return refuse(.width(row: record, found: records.width(record)))
        }
        accept(.records, first: 0, rows: records.count, needsPartner: false)
    }

    /// A header is a first record whose cells are all names of columns, each once.
    @inline(__always)
    private mutating func hasHeader() -> Bool {
        if !columnOfHeader.isEmpty { forgetHeader() }
        return names.mayHave(payload.textOrRoom(decoder.decoded, cells[0])) && readHeader()
    }

    @inline(never)
    private mutating func readHeader() -> Bool {
        for index in 0..<records.width(0) {
            let name = payload.textOrRoom(decoder.decoded, cells[index])
            guard let column = names.index(of: name), !isInHeader[column] else { return false }
            columnOfHeader.append(column)
            isInHeader[column] = true
        }
        return true
    }

    private mutating func forgetHeader() {
        for column in columnOfHeader { isInHeader[column] = false }
        columnOfHeader.removeAll(keepingCapacity: true)
    }

    private mutating func readUnderHeader() {
        guard records.count > 1 else { return refuse(.headerOnly) }
        for column in columns.indices where !isInHeader[column] && !columns[column].isOptional {
            return refuse(.missingColumn(column))
        }
        // A column that is not there is no text.
        if columnOfHeader.count < columns.count { payload.isPlain = false }
        let first = cells.count
        do { try expectRoom(records.count - 1) } catch { return refuse(error) }
        for record in 1..<records.count {
            guard records.width(record) == columnOfHeader.count else {
                return refuse(.width(row: record - 1, found: records.width(record)))
            }
            let row = cells.count
            for _ in columns { cells.append(.missing) }
            let source = records.first(record)
            for (index, column) in columnOfHeader.enumerated() { cells[row + column] = cells[source + index] }
        }
        accept(.recordsUnderHeader, first: first, rows: records.count - 1, needsPartner: false)
    }
}

extension Payload {
    /// The bytes of a cell, which stand in the text or, when quotes were resolved, in the room behind it.
    @inline(__always)
    func textOrRoom(_ room: borrowing ByteBuffer, _ cell: Cell) -> Bytes {
        cell.end <= text.count ? cell.bytes(in: text) : cell.bytes(in: room.bytes)
    }
}
