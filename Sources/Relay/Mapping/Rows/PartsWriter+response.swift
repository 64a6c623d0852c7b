import JSON

/// The fields of a response that are not simply the output columns.
extension PartsWriter {
    /// Writes the fields of a row whose cells begin at an index.
    mutating func writeFields(
        _ first: Int, _ row: Int, _ output: inout SideReader, into buffer: inout ByteBuffer
    ) throws(LineProblem) {
        for (index, field) in response.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            switch field.source {
            case .column(let column):
                try appendField(first + column, column, row, of: &output, to: &buffer)
            case .array(let columns):
                buffer.append(0x5B)
                let start = buffer.count
                try forEachNumber(of: columns, first, row, of: &output) { number in
                    if buffer.count > start { buffer.append(0x2C) }
                    buffer.append(number: number)
                }
                buffer.append(0x5D)
            case .threshold(let column, let limit):
                let isReached = try number(column, first, row, of: &output).value >= limit
                append(isReached ? 1 : 0, as: field.type, to: &buffer)
            case .largest(let columns):
                append(try largest(columns, first, row, of: &output), as: field.type, to: &buffer)
            }
        }
    }

    /// Writes a value as it is, where its column has no type: CSV becomes a number, and of arrays only those of numbers
    /// are values that a model tells.
    private mutating func appendField(
        _ cell: Int, _ column: Int, _ row: Int, of output: inout SideReader, to buffer: inout ByteBuffer
    ) throws(LineProblem) {
        let value = output.cells[cell]
        if value.kind == .nested, NumberList(output.payload.textOrRoom(output.decoder.decoded, value)) == nil {
            throw refusal(column, row, of: output, "plain value, nor an array of numbers")
        }
        let type = output.types[column] ?? (value.kind == .text ? .float : nil)
        try append(cell, column, as: type, of: &output, "output", row, to: &buffer)
    }

    /// The place of the largest number, the first one where there are several.
    private func largest(
        _ columns: [Int], _ first: Int, _ row: Int, of output: inout SideReader
    ) throws(LineProblem) -> Int {
        var largest = (place: 0, value: -Double.infinity)
        var place = 0
        try forEachNumber(of: columns, first, row, of: &output) { number in
            if number.value > largest.value { largest = (place, number.value) }
            place += 1
        }
        return largest.place
    }

    /// Goes through the numbers that columns hold, one each, or an array of them where there is one column.
    private func forEachNumber(
        of columns: [Int], _ first: Int, _ row: Int, of output: inout SideReader, _ body: (DecimalNumber) -> Void
    ) throws(LineProblem) {
        guard columns.count == 1 else {
            for column in columns { body(try number(column, first, row, of: &output)) }
            return
        }
        let cell = output.cells[first + columns[0]]
        let text = output.payload.textOrRoom(output.decoder.decoded, cell)
        // A number alone is no array: the largest of one value tells nothing.
        guard cell.kind == .nested, let numbers = NumberList(text)?.numbers, numbers.allSatisfy(\.value.isFinite) else {
            throw refusal(columns[0], row, of: output, "array of two numbers or more")
        }
        for number in numbers { body(number) }
    }

    /// The number that a column holds.
    private func number(
        _ column: Int, _ first: Int, _ row: Int, of output: inout SideReader
    ) throws(LineProblem) -> DecimalNumber {
        let cell = output.cells[first + column]
        let text = output.payload.textOrRoom(output.decoder.decoded, cell)
        guard [.text, .number, .string].contains(cell.kind), let number = DecimalNumber(text), number.value.isFinite
        else { throw refusal(column, row, of: output, "number") }
        return number
    }

    private func refusal(
        _ column: Int, _ row: Int, of output: borrowing SideReader, _ wanted: StaticString
    ) -> LineProblem {
        LineProblem(
            .refusedValue,
            "the value of '\(output.columns[column].name)' in row \(row + 1) of the output is no \(wanted), which "
                + "OPENSCALE_RESPONSE demands")
    }

    /// Writes a value that was derived.
    private func append(_ value: Int, as type: ColumnType, to buffer: inout ByteBuffer) {
        switch type {
        case .int: buffer.append(decimal: value)
        case .float: buffer.append(text: "\(value).0")
        case .string: buffer.append(text: "\"\(value)\"")
        case .bool: buffer.append(text: value == 0 ? "false" : "true")
        }
    }
}

extension DecimalNumber {
    /// The nearest number that can be calculated with.
    fileprivate var value: Double {
        let sign = isNegative ? "-" : ""
        let power = exponent.isEmpty ? "" : "e\(exponent.text)"
        return Double("\(sign)0\(whole.text).\(fraction.isEmpty ? "0" : fraction.text)\(power)") ?? .nan
    }
}

extension ByteBuffer {
    /// Writes a number with its own digits.
    fileprivate mutating func append(number: DecimalNumber) {
        if number.isNegative { append(0x2D) }
        if number.whole.isEmpty { append(0x30) } else { append(number.whole) }
        if !number.fraction.isEmpty {
            append(0x2E)
            append(number.fraction)
        }
        if !number.exponent.isEmpty {
            append(0x65)
            append(number.exponent)
        }
    }
}
