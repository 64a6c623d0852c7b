import JSON

/// Numbers with commas between them, in the brackets of a JSON array or as they stand in a CSV record.
struct NumberList {
    /// The numbers, two at least: of one alone nobody can tell that it is meant as a list.
    let numbers: [DecimalNumber]

    /// Reads a text with nothing else in it.
    init?(_ text: Bytes) {
        var start = 0
        var end = text.count
        while end > start, Self.isSpace(text[end - 1]) { end -= 1 }
        if text.peek(0) == 0x5B {
            guard end > 1, text[end - 1] == 0x5D else { return nil }
            start = 1
            end -= 1
        }
        var numbers: [DecimalNumber] = []
        while true {
            let comma = (start..<end).first { text[$0] == 0x2C } ?? end
            guard let number = DecimalNumber(Self.trimmed(text, start, comma)) else { return nil }
            numbers.append(number)
            guard comma < end else { break }
            start = comma + 1
        }
        guard numbers.count > 1 else { return nil }
        self.numbers = numbers
    }

    private static func trimmed(_ text: Bytes, _ start: Int, _ end: Int) -> Bytes {
        var (start, end) = (start, end)
        while start < end, isSpace(text[start]) { start += 1 }
        while end > start, isSpace(text[end - 1]) { end -= 1 }
        return text.slice(start, end)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
