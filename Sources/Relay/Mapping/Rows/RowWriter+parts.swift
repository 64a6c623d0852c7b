import JSON

extension RowWriter {
    /// Writes a row as its parts: values of the request, of columns about the capture where there are any, and of the
    /// response.
    mutating func writeParts(
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
        if timestamp != nil || idColumn != nil || !metadata.isEmpty {
            writeCapture(row, of: rows, &frame, into: &buffer)
            buffer.append(RowForm.partEnd)
        }
        try writeResponse(pair, row, &output, into: &buffer)
    }

    /// Tries the types of a row; what is written on the way is of no use.
    mutating func checkParts(
        _ pair: Alignment.Pair,
        _ row: Int,
        _ input: inout SideReader,
        _ output: inout SideReader,
        scratch: inout ByteBuffer
    ) throws(LineProblem) {
        try writeRequest(pair, row, &input, into: &scratch)
        try writeResponse(pair, row, &output, into: &scratch)
    }

    private mutating func writeRequest(
        _ pair: Alignment.Pair, _ row: Int, _ input: inout SideReader, into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        buffer.append(0x5B)
        if let reading = pair.input {
            let first = reading.first + row * input.columns.count
            for column in input.columns.indices {
                if column > 0 { buffer.append(0x2C) }
                try append(first + column, column, of: &input, "input", row, to: &buffer)
            }
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
                for column in output.columns.indices {
                    if column > 0 { buffer.append(0x2C) }
                    try append(first + column, column, of: &output, "output", row, to: &buffer)
                }
            } else {
                try writeFields(first, row, &output, into: &buffer)
            }
        }
        buffer.append(0x5D)
    }

    private func writeCapture(
        _ row: Int, of rows: Int, _ frame: inout RowFrame, into buffer: inout ByteBuffer
    ) {
        var separator: UInt8 = 0x5B
        func separate(_ buffer: inout ByteBuffer) {
            buffer.append(separator)
            separator = 0x2C
        }
        if timestamp != nil {
            separate(&buffer)
            buffer.append(frame.time.bytes)
        }
        var start = 0
        for index in metadata.indices {
            separate(&buffer)
            buffer.append(frame.metadataValues.bytes(start, frame.metadataEnds[index]))
            start = frame.metadataEnds[index]
        }
        if idColumn != nil {
            separate(&buffer)
            appendID(&frame, row, of: rows, to: &buffer)
        }
        buffer.append(0x5D)
    }

    /// Writes the value of a column.
    mutating func append(
        _ cell: Int, _ column: Int, of side: inout SideReader, _ sideName: StaticString, _ row: Int,
        to buffer: inout ByteBuffer
    ) throws(LineProblem) {
        let cell = side.cells[cell]
        guard let type = side.types[column] else {
            return values.append(cell, of: side.payload, side.decoder.decoded, to: &buffer)
        }
        guard values.append(cell, as: type, of: side.payload, side.decoder.decoded, to: &buffer) else {
            throw refusal(side.columns[column], row, sideName)
        }
    }
}
