package import JSON

/// Turns lines of ground truth into rows: documents with `groundTruthData`, or the records of a table.
///
/// A line is read first, which finds out how many rows it has; its rows are then written one by one.
package struct LabelMapping: ~Copyable {
    /// Whether rows are joined with captures.
    private let joinsCaptures: Bool
    private let hasTypes: Bool
    private var label: SideReader
    private var reading: Reading?
    private var writer: LabelWriter
    private(set) var table: LabelTable?
    private var record = TableRecord()
    private var join: CaptureJoin
    private var ids = LabelIDReader()
    private var line = CaptureLine()
    private var slot = CaptureLine.Slot()
    private var rows = 0

    /// The last line's id without quotes and number, as it stands inside a JSON string.
    private(set) var idText = ByteBuffer()

    /// A mapping by the settings; without any for labels it has no columns, and is not asked.
    package init(_ settings: MappingSettings) {
        let labels = settings.labels ?? LabelSettings([])
        joinsCaptures = labels.joinPrefix != nil && labels.form == .values
        join = CaptureJoin(joinsCaptures ? settings : MappingSettings(), prefix: labels.joinPrefix ?? "")
        hasTypes = labels.columns.contains { $0.type != nil }
        label = SideReader(labels.columns)
        writer = LabelWriter(labels)
    }

    /// The last line's id, without the number of a row.
    package var id: Bytes { idText.bytes }

    /// Begins to read the records of a table, or documents where there is none.
    package mutating func begin(_ table: LabelTable?) {
        self.table = table
    }

    /// The label of a line, where its capture is wanted and was not searched for.
    package mutating func lonelyLabel(of bytes: Bytes, offset: Int) -> LabelID? {
        guard joinsCaptures, let id = ids.id(of: bytes, offset: offset, in: table) else { return nil }
        return join.lookup.knows(id) ? nil : id
    }

    /// Takes what a search for captures found.
    package mutating func take(_ lookup: CaptureLookup) {
        join.lookup = lookup
    }

    /// Reads a line and finds out how many rows it has.
    package mutating func read(_ bytes: Bytes, offset: Int) throws(LineProblem) -> CaptureMapping.Outcome {
        guard bytes.isUTF8 else { throw LineProblem(.invalidUTF8, "the line is not UTF-8") }
        idText.removeAll(keepingAtMost: 4096)
        if let table {
            guard offset != table.offset else { return .ignored("the header of a table of labels") }
            try readRecord(bytes, table)
        } else if let reason = try readDocument(bytes) {
            return .ignored(reason)
        }
        if joinsCaptures { try join.align(rows) }
        try checkValues()
        return .rows(rows)
    }

    private func missingID(_ place: String) -> LineProblem {
        LineProblem(.missingID, "the line has no \(place), so that nobody can tell what its label belongs to")
    }

    /// Writes a row of the line that was read last.
    ///
    /// Only a line of one row can still be refused here.
    package mutating func writeRow(_ row: Int, into buffer: inout ByteBuffer) throws(LineProblem) {
        writer.begin(idText.bytes, row, of: rows, into: &buffer)
        if joinsCaptures {
            try join.begin(row)
            writer.append(join.features, into: &buffer)
        }
        for column in label.columns.indices {
            let isWritten: Bool
            if let table {
                isWritten = writer.append(
                    record.cell(table.cells[column]), column, of: record.payload, record.text, into: &buffer)
            } else {
                let first = reading?.first ?? 0
                isWritten = writer.append(
                    label.cells[first + row * label.columns.count + column], column, of: label.payload,
                    label.decoder.decoded, into: &buffer)
            }
            guard isWritten else { throw refusal(label.columns[column], row) }
        }
        if joinsCaptures { writer.append(join.prediction, into: &buffer) }
        writer.end(into: &buffer)
    }

    /// Reads a document; why it is ignored, if it is.
    private mutating func readDocument(_ bytes: Bytes) throws(LineProblem) -> String? {
        try line.read(bytes)
        guard line.kind == .groundTruth, let place = line.groundTruth else {
            guard line.hasCaptureData else {
                throw LineProblem(.notALabel, "the line has no groundTruthData")
            }
            return Matter.labels.strayReason
        }
        guard !line.hasCaptureData else { return CaptureMapping.merged }
        guard let token = line.eventID else { throw missingID("eventMetadata.eventId that is text") }
        idText.append(bytes.slice(token.start, token.end))
        try readSlot(bytes, place)
        try label.read(&slot, of: bytes)
        let rowsOfCapture = joinsCaptures ? try join.read(LabelID(token.plain(in: bytes))) : nil
        let chosen = try LabelReading.choose(label, rows: rowsOfCapture)
        reading = chosen
        rows = chosen.rows
        return nil
    }

    private mutating func readSlot(_ bytes: Bytes, _ place: (start: Int, end: Int)) throws(LineProblem) {
        slot = CaptureLine.Slot()
        var scanner = JSONScanner(bytes, at: place.start)
        let repeatedKey: CaptureKeyword?
        do { repeatedKey = try slot.read(&scanner) } catch { throw LineProblem(.notJSON, error.description) }
        if let repeatedKey { throw LineProblem(.duplicateKey, "the key '\(repeatedKey)' is there twice") }
        guard slot.isPresent else {
            throw LineProblem(.missingPayload, "the groundTruthData is no object with the member data")
        }
    }

    private mutating func readRecord(_ bytes: Bytes, _ table: LabelTable) throws(LineProblem) {
        try record.read(bytes, width: table.width)
        let id = record.bytes(of: table.id)
        guard !id.isEmpty else { throw missingID("id in its record") }
        idText.appendJSONText(id)
        rows = 1
        if joinsCaptures { _ = try join.read(LabelID(id.array)) }
    }

    /// With several rows the types are tried before the first one is written, since it may be gone when another one is
    /// refused.
    private mutating func checkValues() throws(LineProblem) {
        guard rows > 1, hasTypes else { return }
        var scratch = ByteBuffer()
        for row in 0..<rows {
            scratch.removeAll()
            try writeRow(row, into: &scratch)
        }
    }

    private func refusal(_ column: Column, _ row: Int) -> LineProblem {
        let type = column.type.map(\.rawValue) ?? "string"
        return LineProblem(
            .refusedValue,
            "the value of '\(column.name)' in row \(row + 1) of the ground truth is no \(type), which its type demands")
    }
}
