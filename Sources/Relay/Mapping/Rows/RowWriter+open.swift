import JSON

extension RowWriter {
    /// Writes a row whose names come from its payloads.
    ///
    /// A name that is taken already gets `input.` or `output.` in front.
    mutating func write(
        _ row: (input: OpenReader.Row, output: OpenReader.Row),
        _ number: Int,
        of rows: Int,
        _ input: borrowing OpenReader,
        _ output: borrowing OpenReader,
        _ frame: inout RowFrame,
        into buffer: inout ByteBuffer
    ) {
        var taken: [String: Int] = [:]
        for name in metadata + [timestamp, idColumn].compactMap(\.self) { taken[name] = 0 }
        var separator: UInt8 = 0x7B
        for (name, cell) in row.input {
            appendOpenName(free(name, "input", &taken), &separator, to: &buffer)
            append(cell, of: input.payload, input.decoder.decoded, to: &buffer)
        }
        if let timestamp {
            appendOpenName(timestamp, &separator, to: &buffer)
            buffer.append(frame.time.bytes)
        }
        for (name, cell) in row.output {
            appendOpenName(free(name, "output", &taken), &separator, to: &buffer)
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
            frame.appendID(number, of: rows, to: &buffer)
        }
        if separator == 0x7B { buffer.append(0x7B) }
        buffer.append(0x7D)
    }

    /// The name itself, else `input.name`, `input.name.2`, `input.name.3` and so on.
    private func free(_ name: String, _ side: String, _ taken: inout [String: Int]) -> String {
        guard let repeats = taken[name] else {
            taken[name] = 0
            return name
        }
        var number = repeats
        var free = name
        while taken[free] != nil {
            number += 1
            free = number == 1 ? "\(side).\(name)" : "\(side).\(name).\(number)"
        }
        taken[name] = number
        taken[free] = 0
        return free
    }

    private func appendOpenName(_ name: String, _ separator: inout UInt8, to buffer: inout ByteBuffer) {
        buffer.append(separator)
        separator = 0x2C
        buffer.appendJSON(name)
        buffer.append(0x3A)
    }
}
