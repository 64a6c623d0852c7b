import JSON

/// Writes rows as JSON objects: inputs, timestamp, outputs, metadata, id.
///
/// The names were made JSON once, at the start.
struct RowWriter: ~Copyable {
    /// Whether any column has a type, which a value could be refused by.
    let hasTypes: Bool

    private let inputs: Int
    private let outputs: Int
    let timestamp: String?
    let metadata: [String]
    let idColumn: String?
    private let names: MemberNames
    private var values = ValueWriter()

    /// A writer for the columns of the settings.
    init(_ settings: MappingSettings) {
        inputs = settings.inputs.count
        outputs = settings.outputs.count
        timestamp = settings.timestamp?.name
        metadata = settings.metadata.map(\.name)
        idColumn = settings.idColumn
        hasTypes = (settings.inputs + settings.outputs).contains { $0.type != nil }
        names = MemberNames(
            settings.inputs.map(\.name) + (timestamp.map { [$0] } ?? []) + settings.outputs.map(\.name) + metadata
                + (idColumn.map { [$0] } ?? []))
    }

    /// Tries the types of all rows; what is written on the way is of no use.
    mutating func check(
        _ pair: Alignment.Pair,
        _ input: inout SideReader,
        _ output: inout SideReader,
        scratch: inout ByteBuffer
    ) throws(LineProblem) {
        for row in 0..<pair.rows {
            scratch.removeAll(keepingAtMost: 1 << 16)
            if let reading = pair.input { try write(reading, row, &input, "input", 0, into: &scratch) }
            if let reading = pair.output { try write(reading, row, &output, "output", 0, into: &scratch) }
        }
    }

    /// Writes a row of configured columns, unless a type refuses a value.
    mutating func write(
        _ pair: Alignment.Pair,
        _ row: Int,
        of rows: Int,
        _ input: inout SideReader,
        _ output: inout SideReader,
        _ frame: inout RowFrame,
        into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        var name = 0
        if let reading = pair.input {
            try write(reading, row, &input, "input", 0, into: &buffer)
            name = inputs
        }
        if timestamp != nil {
            appendName(name, to: &buffer)
            buffer.append(frame.time.bytes)
            name += 1
        }
        if let reading = pair.output {
            try write(reading, row, &output, "output", name, into: &buffer)
            name += outputs
        }
        appendFrame(&frame, row, of: rows, firstName: name, to: &buffer)
    }

    /// Writes the cells of one side.
    @inline(__always)
    private mutating func write(
        _ reading: Reading,
        _ row: Int,
        _ side: inout SideReader,
        _ sideName: StaticString,
        _ firstName: Int,
        into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        let count = side.columns.count
        let first = reading.first + row * count
        var column = 0
        while column < count {
            column += writeSimple(&side, first, column, firstName, to: &buffer)
            guard column < count else { return }
            appendName(firstName + column, to: &buffer)
            guard workOut(side.cells[first + column], as: side.types[column], of: &side, to: &buffer) else {
                throw LineProblem(refusing: side.columns[column], row, of: sideName)
            }
            column += 1
        }
    }

    /// Writes the cells of a row from a column on, up to one that is long or must be worked out; returns how many.
    @inline(__always)
    private mutating func writeSimple(
        _ side: inout SideReader, _ first: Int, _ column: Int, _ firstName: Int, to buffer: inout ByteBuffer
    ) -> Int {
        let count = side.columns.count - column
        if side.hasTypes { return writeTyped(&side, first + column, column, firstName + column, to: &buffer) }
        if side.isPlainText {
            return writeTexts(side.cells, first + column, count, side.payload.text, firstName + column, to: &buffer)
        }
        return writeUntyped(side.cells, first + column, count, side.payload, firstName + column, to: &buffer)
    }

    // None of the three changes anything: they are `mutating` because a call of what is not copies the whole writer.

    /// The most common row by far: CSV without quotes, whose values have no types and need no escape.
    @inline(never)
    private mutating func writeTexts(
        _ cells: borrowing RefillableList<Cell>, _ first: Int, _ count: Int, _ text: Bytes, _ firstName: Int,
        to buffer: inout ByteBuffer
    ) -> Int {
        buffer.appendShort(names, from: firstName, cells, from: first, count) { cell, _ in
            (cell.bytes(in: text), .quoted)
        }
    }

    /// Values that have no types, by their kinds alone.
    @inline(never)
    private mutating func writeUntyped(
        _ cells: borrowing RefillableList<Cell>, _ first: Int, _ count: Int, _ payload: Payload, _ firstName: Int,
        to buffer: inout ByteBuffer
    ) -> Int {
        let bare = Cell.Kind.number.bit | Cell.Kind.true.bit | Cell.Kind.false.bit
        let quoted =
            (payload.isPlain ? Cell.Kind.text.bit : 0) | (payload.hasLoneSurrogate ? 0 : Cell.Kind.string.bit)
        let text = payload.text
        return buffer.appendShort(names, from: firstName, cells, from: first, count) { cell, _ in
            guard cell.kind.bit & (bare | quoted) != 0 else { return (text, .other) }
            return (cell.bytes(in: text), cell.kind.bit & bare != 0 ? .bare : .quoted)
        }
    }

    /// Values whose columns have types.
    @inline(never)
    private mutating func writeTyped(
        _ side: inout SideReader, _ first: Int, _ column: Int, _ firstName: Int, to buffer: inout ByteBuffer
    ) -> Int {
        let payload = side.payload
        let count = side.columns.count - column
        let plain =
            Cell.Kind.number.bit | (payload.isPlain ? Cell.Kind.text.bit : 0)
            | (payload.hasLoneSurrogate ? 0 : Cell.Kind.string.bit)
        return buffer.appendShort(names, from: firstName, side.cells, from: first, count) { cell, index in
            guard cell.kind.bit & plain != 0 else { return (payload.text, .other) }
            let text = cell.bytes(in: payload.text)
            return (text, cell.form(as: side.types[column &+ index], text))
        }
    }

    /// Writes any value; false where its type refuses it.
    @inline(never)
    private mutating func workOut(
        _ cell: Cell, as type: ColumnType?, of side: inout SideReader, to buffer: inout ByteBuffer
    ) -> Bool {
        if let type { return values.append(cell, as: type, of: side.payload, side.decoder.decoded, to: &buffer) }
        values.append(cell, of: side.payload, side.decoder.decoded, to: &buffer)
        return true
    }

    /// Metadata and id, and the closing brace.
    private mutating func appendFrame(
        _ frame: inout RowFrame,
        _ row: Int,
        of rows: Int,
        firstName: Int,
        to buffer: inout ByteBuffer
    ) {
        var start = 0
        for index in metadata.indices {
            appendName(firstName + index, to: &buffer)
            buffer.append(frame.metadataValues.bytes(start, frame.metadataEnds[index]))
            start = frame.metadataEnds[index]
        }
        if idColumn != nil {
            appendName(firstName + metadata.count, to: &buffer)
            frame.appendID(row, of: rows, to: &buffer)
        }
        buffer.append(0x7D)
    }

    /// Writes a value that has no type.
    func append(_ cell: Cell, of payload: Payload, _ room: borrowing ByteBuffer, to buffer: inout ByteBuffer) {
        values.append(cell, of: payload, room, to: &buffer)
    }

    @inline(__always)
    private func appendName(_ index: Int, to buffer: inout ByteBuffer) {
        buffer.append(names[index])
    }
}

extension LineProblem {
    /// A value that the type of its column refuses.
    init(refusing column: Column, _ row: Int, of side: StaticString) {
        let type = column.type.map(\.rawValue) ?? "string"
        self.init(
            .refusedValue,
            "the value of '\(column.name)' in row \(row + 1) of the \(side) is no \(type), which its type demands"
        )
    }
}

extension RowFrame {
    /// Writes the id of a row, with its number where the line has several.
    func appendID(_ row: Int, of rows: Int, to buffer: inout ByteBuffer) {
        buffer.append(0x22)
        buffer.append(id.bytes)
        if rows > 1 {
            buffer.append(0x2D)
            buffer.append(decimal: row)
        }
        buffer.append(0x22)
    }
}
