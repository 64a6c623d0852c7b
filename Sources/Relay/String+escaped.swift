extension String {
    /// The text with every character shown that would move the cursor, end the line, or turn the reading direction.
    package var escaped: String {
        guard unicodeScalars.contains(where: Self.needsEscape) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            guard Self.needsEscape(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result += Self.escape(scalar.value)
            }
        }
        return result
    }

    private static func escape(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        let width = value < 0x80 ? 2 : 4
        return (value < 0x80 ? "\\x" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
    }

    private static func needsEscape(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Marks, line separators, overrides and isolates that change the direction or the line.
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
