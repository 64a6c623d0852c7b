extension Bytes {
    /// What a string of a JSON text stands for, its escapes resolved.
    public func text(of token: JSONScanner.StringToken) -> String {
        let raw = slice(token.start, token.end)
        guard token.isEscaped else { return raw.text }
        var buffer = ByteBuffer(capacity: raw.count)
        _ = buffer.appendUnescaped(raw)
        return buffer.bytes.text
    }
}

extension ByteBuffer {
    /// Appends a JSON string's text with its escapes resolved; the text must have passed a `JSONScanner`.
    ///
    /// A lone surrogate, which UTF-8 cannot express, is kept in the three bytes it would take; returns whether there
    /// was one, since `appendJSONText` must then write it as an escape again.
    public mutating func appendUnescaped(_ text: Bytes) -> Bool {
        reserve(text.count)
        var hasLoneSurrogate = false
        var index = 0
        while index < text.count {
            let stop = text.endOfPlainText(from: index)
            append(text.slice(index, stop))
            guard stop + 1 < text.count else { break }
            switch text[stop + 1] {
            case 0x62: append(0x08)
            case 0x66: append(0x0C)
            case 0x6E: append(0x0A)
            case 0x72: append(0x0D)
            case 0x74: append(0x09)
            case 0x75:
                index = appendScalar(text, stop, &hasLoneSurrogate)
                continue
            case let byte: append(byte)
            }
            index = stop + 2
        }
        return hasLoneSurrogate
    }

    /// Appends what `\u` and four digits stand for, with the second half where there is one; returns where the text goes on.
    private mutating func appendScalar(_ text: Bytes, _ start: Int, _ hasLoneSurrogate: inout Bool) -> Int {
        let unit = codeUnit(text, start) ?? 0
        if unit & 0xFC00 == 0xD800, let low = codeUnit(text, start + 6), low & 0xFC00 == 0xDC00 {
            appendUTF8(0x1_0000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF)))
            return start + 12
        }
        if unit & 0xF800 == 0xD800 { hasLoneSurrogate = true }
        appendUTF8(UInt32(unit))
        return start + 6
    }

    private func codeUnit(_ text: Bytes, _ start: Int) -> UInt16? {
        guard start + 6 <= text.count, text[start] == 0x5C, text[start + 1] == 0x75 else { return nil }
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard let digit = text[index].hexDigit else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    private mutating func appendUTF8(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x80:
            append(UInt8(scalar))
        case 0x80..<0x800:
            append(UInt8(0xC0 | scalar >> 6))
            append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x1_0000:
            append(UInt8(0xE0 | scalar >> 12))
            append(UInt8(0x80 | scalar >> 6 & 0x3F))
            append(UInt8(0x80 | scalar & 0x3F))
        default:
            append(UInt8(0xF0 | scalar >> 18))
            append(UInt8(0x80 | scalar >> 12 & 0x3F))
            append(UInt8(0x80 | scalar >> 6 & 0x3F))
            append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
