import JSON

extension RowWriter {
    /// Writes a row whose names come from its payloads.
    ///
    /// A name of the output that an input has too gets `output.` in front.
    mutating func write(
        _ row: (input: OpenReader.Row, output: OpenReader.Row),
        _ number: Int,
        of rows: Int,
        _ input: borrowing OpenReader,
        _ output: borrowing OpenReader,
        _ frame: inout RowFrame,
        into buffer: inout ByteBuffer
    ) {
        var taken: Set<String> = []
        var separator: UInt8 = 0x7B
        for (name, cell) in row.input {
            appendOpenName(free(name, &taken), &separator, to: &buffer)
            append(cell, of: input.payload, input.decoder.decoded, to: &buffer)
        }
        if let timestamp {
            appendOpenName(timestamp, &separator, to: &buffer)
            buffer.append(frame.time.bytes)
        }
        for (name, cell) in row.output {
            appendOpenName(free(name, &taken), &separator, to: &buffer)
            append(cell, of: output.payload, output.decoder.decoded, to: &buffer)
        }
        var start = 0
        for (index, name) in metadata.enumerated() {
            appendOpenName(name, &separator, to: &buffer)
            buffer.append(frame.metadataValues.bytes(start, frame.metadataEnds[index]))
            start = frame.metadataEnds[index]
        }
        if let idColumn {
            appendOpenName(idColumn, &separator, to: &buffer)
            appendID(&frame, number, of: rows, to: &buffer)
        }
        if separator == 0x7B { buffer.append(0x7B) }
        buffer.append(0x7D)
    }

    private func free(_ name: String, _ taken: inout Set<String>) -> String {
        var free = name
        while !taken.insert(free).inserted { free = "output.\(free)" }
        return free
    }

    private func appendOpenName(_ name: String, _ separator: inout UInt8, to buffer: inout ByteBuffer) {
        buffer.append(separator)
        separator = 0x2C
        buffer.appendJSON(name)
        buffer.append(0x3A)
    }
}
