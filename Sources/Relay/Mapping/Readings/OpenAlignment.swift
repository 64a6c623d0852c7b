/// Pairs the two sides where no columns say what is right: the first readings, in the order of their naturalness, that
/// have the same number of rows.
enum OpenAlignment {
    /// The readings of both sides; none for a side that has nothing to read.
    typealias Pair = (input: OpenReader.Reading?, output: OpenReader.Reading?)

    /// Finds the pair.
    static func pair(_ input: borrowing OpenReader, _ output: borrowing OpenReader) -> Pair? {
        guard let firstInput = input.readings.first else {
            if case .json = input.payload.content { return nil }
            return hasContent(input) && output.readings.isEmpty ? nil : output.readings.first.map { (nil, $0) }
        }
        guard output.readings.first != nil else { return hasText(output) ? nil : (firstInput, nil) }
        for rank in 0..<(input.readings.count + output.readings.count) {
            for index in 0...rank where index < input.readings.count && rank - index < output.readings.count {
                let pair = (input.readings[index], output.readings[rank - index])
                if pair.0.rows.count == pair.1.rows.count { return pair }
            }
        }
        return nil
    }

    /// What to say where there is none.
    static func problem(_ input: borrowing OpenReader, _ output: borrowing OpenReader) -> LineProblem {
        func counts(_ side: borrowing OpenReader) -> String {
            let counts = side.readings.map { "\($0.rows.count)" }
            return counts.isEmpty ? "none" : counts.joined(separator: " or ")
        }
        for (side, name) in [(input.payload, "input"), (output.payload, "output")] {
            if case .empty = side.content { return LineProblem(.emptyPayload, "the \(name) is empty") }
        }
        return LineProblem(
            .unaligned,
            "the rows do not pair: the input has \(counts(input)), the output \(counts(output))"
        )
    }

    private static func hasContent(_ side: borrowing OpenReader) -> Bool {
        if case .absent = side.payload.content { return false }
        return true
    }

    private static func hasText(_ side: borrowing OpenReader) -> Bool {
        switch side.payload.content {
        case .empty, .csv, .json: true
        case .absent, .binary: false
        }
    }
}
