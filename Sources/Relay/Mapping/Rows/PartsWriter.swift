import JSON

/// Writes rows as their parts, from which records are made: arrays of values, without names.
struct PartsWriter: ~Copyable {
    /// Whether a value could be refused, by its column's type or since nothing can be told from it.
    let hasTypes: Bool

    let response: [ResponseField]
    private let hasTimestamp: Bool
    private let hasID: Bool
    private let metadata: Int
    private var values = ValueWriter()

    /// A writer for the columns of the settings.
    init(_ settings: MappingSettings) {
        response = settings.response
        hasTimestamp = settings.timestamp != nil
        hasID = settings.idColumn != nil
        metadata = settings.metadata.count
        hasTypes = !response.isEmpty || (settings.inputs + settings.outputs).contains { $0.type != nil }
    }

    /// Writes a row as its parts: values of the request, of columns about the capture where there are any, and of the
    /// response.
    mutating func write(
        _ pair: Alignment.Pair,
        _ row: Int,
        of rows: Int,
        _ input: inout SideReader,
        _ output: inout SideReader,
        _ frame: inout RowFrame,
        into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        try writeRequest(pair, row, &input, into: &buffer)
        buffer.append(RowForm.partEnd)
        if hasTimestamp || hasID || metadata > 0 {
            writeCapture(row, of: rows, &frame, into: &buffer)
            buffer.append(RowForm.partEnd)
        }
        try writeResponse(pair, row, &output, into: &buffer)
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
            try writeRequest(pair, row, &input, into: &scratch)
            try writeResponse(pair, row, &output, into: &scratch)
        }
    }

    private mutating func writeRequest(
        _ pair: Alignment.Pair, _ row: Int, _ input: inout SideReader, into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        buffer.append(0x5B)
        if let reading = pair.input {
            try writeCells(reading.first + row * input.columns.count, row, of: &input, "input", into: &buffer)
        }
        buffer.append(0x5D)
    }

    private mutating func writeResponse(
        _ pair: Alignment.Pair, _ row: Int, _ output: inout SideReader, into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        buffer.append(0x5B)
        if let reading = pair.output {
            let first = reading.first + row * output.columns.count
            if response.isEmpty {
                try writeCells(first, row, of: &output, "output", into: &buffer)
            } else {
                try writeFields(first, row, &output, into: &buffer)
            }
        }
        buffer.append(0x5D)
    }

    /// Writes the values of all columns of a row whose cells begin at an index.
    private mutating func writeCells(
        _ first: Int, _ row: Int, of side: inout SideReader, _ name: StaticString, into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        for column in side.columns.indices {
            if column > 0 { buffer.append(0x2C) }
            try append(first + column, column, of: &side, name, row, to: &buffer)
        }
    }

    private func writeCapture(
        _ row: Int, of rows: Int, _ frame: inout RowFrame, into buffer: inout ByteBuffer
    ) {
        var separator: UInt8 = 0x5B
        func separate(_ buffer: inout ByteBuffer) {
            buffer.append(separator)
            separator = 0x2C
        }
        if hasTimestamp {
            separate(&buffer)
            buffer.append(frame.time.bytes)
        }
        var start = 0
        for index in 0..<metadata {
            separate(&buffer)
            buffer.append(frame.metadataValues.bytes(start, frame.metadataEnds[index]))
            start = frame.metadataEnds[index]
        }
        if hasID {
            separate(&buffer)
            frame.appendID(row, of: rows, to: &buffer)
        }
        buffer.append(0x5D)
    }

    /// Writes the value of a column, as the type that it has or is given.
    mutating func append(
        _ cell: Int, _ column: Int, as type: ColumnType? = nil, of side: inout SideReader, _ sideName: StaticString,
        _ row: Int, to buffer: inout ByteBuffer
    ) throws(LineProblem) {
        let cell = side.cells[cell]
        guard let type = type ?? side.types[column] else {
            return values.append(cell, of: side.payload, side.decoder.decoded, to: &buffer)
        }
        guard values.append(cell, as: type, of: side.payload, side.decoder.decoded, to: &buffer) else {
            var refusing = side.columns[column]
            refusing.type = type
            throw LineProblem(refusing: refusing, row, of: sideName)
        }
    }
}
