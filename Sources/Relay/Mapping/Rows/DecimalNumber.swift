import JSON

/// A number as people and programs write it into CSV: `+1`, `.5`, `5.`, `007.50`, `1e-3`; its digits are kept exactly.
struct DecimalNumber {
    let isNegative: Bool
    /// The digits before the point without leading zeros.
    let whole: Bytes
    /// The digits behind the point.
    let fraction: Bytes
    /// What follows the `e`, with its sign.
    let exponent: Bytes

    /// Reads a text with nothing but a number and white space around it.
    init?(_ text: Bytes) {
        var start = 0
        var end = text.count
        while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
        while end > start, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
        let sign = text.peek(start)
        if sign == 0x2D || sign == 0x2B { start += 1 }
        var place = start
        while place < end, text[place] &- 0x30 < 10 { place += 1 }
        let wholeEnd = place
        if place < end, text[place] == 0x2E { place += 1 }
        let fractionStart = place
        while place < end, text[place] &- 0x30 < 10 { place += 1 }
        let fractionEnd = place
        guard wholeEnd > start || fractionEnd > fractionStart else { return nil }
        if place < end {
            guard text[place] | 0x20 == 0x65 else { return nil }
            place += 1
            exponent = text.slice(place, end)
            if place < end, text[place] == 0x2B || text[place] == 0x2D { place += 1 }
            let digits = place
            while place < end, text[place] &- 0x30 < 10 { place += 1 }
            guard place == end, place > digits else { return nil }
        } else {
            exponent = text.slice(end, end)
        }
        while start < wholeEnd, text[start] == 0x30 { start += 1 }
        isNegative = sign == 0x2D
        whole = text.slice(start, wholeEnd)
        fraction = text.slice(fractionStart, fractionEnd)
    }

    /// Whether it is a whole number written without an exponent.
    var isWhole: Bool {
        guard exponent.isEmpty else { return false }
        return (0..<fraction.count).allSatisfy { fraction[$0] == 0x30 }
    }
}
