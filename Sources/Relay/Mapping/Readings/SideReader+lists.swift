import JSON

extension SideReader {
    /// Reads CSV for a column that takes all values: a record for each row, all of one width.
    ///
    /// What the values are is looked at when they are written; a header, whose cells are no numbers, is refused then.
    mutating func readLists() {
        do { try records.read(payload.text, room: &decoder.decoded, widest: .max) } catch {
            switch error {
            case .openQuote(let record): return refuse(.brokenCSV(record: record, isOpen: true))
            case .textAfterQuote(let record): return refuse(.brokenCSV(record: record, isOpen: false))
            case .tooWide(let record): return refuse(.tooWide(row: record - 1))
            }
        }
        guard records.count > 0 else { return }
        let width = records.width(0)
        let first = cells.count
        for record in 0..<records.count {
            guard width > 1, records.width(record) == width else {
                return refuse(.listWidth(row: record, found: records.width(record), first: width))
            }
            let start = records.first(record)
            let last = cells[start + width - 1]
            // Values in quotes stand elsewhere, and are no numbers that a model answers with.
            guard (0..<width).allSatisfy({ cells[start + $0].end <= payload.text.count }) else {
                return refuse(.listWidth(row: record, found: 0, first: width))
            }
            cells.append(Cell(.nested, from: Int(cells[start].start), to: last.end))
        }
        accept(.records, first: first, rows: records.count, needsPartner: false)
    }
}
