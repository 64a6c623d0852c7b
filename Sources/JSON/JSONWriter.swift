extension ByteBuffer {
    /// Appends text as the inside of a JSON string, without the quotes.
    @inlinable
    public mutating func appendJSONText(_ text: Bytes, hasLoneSurrogate: Bool = false) {
        if hasLoneSurrogate {
            appendGuarded(text)
            return
        }
        reserve(text.count)
        var index = 0
        while true {
            let stop = text.endOfPlainText(from: index)
            append(text.slice(index, stop))
            guard stop < text.count else { return }
            appendEscape(text[stop])
            index = stop &+ 1
        }
    }

    /// The same for text with bytes that are no UTF-8: lone surrogates become escapes.
    @usableFromInline
    mutating func appendGuarded(_ text: Bytes) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == 0xED, text.peek(index + 1) >= 0xA0 {
                appendSurrogate(text, index)
                index += 3
            } else {
                if byte < 0x20 || byte == 0x22 || byte == 0x5C { appendEscape(byte) } else { append(byte) }
                index += 1
            }
        }
    }

    /// Appends the escape of a quote, a backslash or a control character.
    @usableFromInline
    mutating func appendEscape(_ byte: UInt8) {
        append(0x5C)
        switch byte {
        case 0x08: append(0x62)
        case 0x09: append(0x74)
        case 0x0A: append(0x6E)
        case 0x0C: append(0x66)
        case 0x0D: append(0x72)
        case 0x22, 0x5C: append(byte)
        default:
            append("u00")
            append(Self.hexDigits[Int(byte >> 4)])
            append(Self.hexDigits[Int(byte & 0xF)])
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// Appends a JSON string with its quotes.
    public mutating func appendJSON(_ text: String) {
        var copy = ByteBuffer()
        copy.append(text: text)
        append(0x22)
        appendJSONText(copy.bytes)
        append(0x22)
    }

    /// Appends a whole number.
    public mutating func append(decimal number: Int) {
        append(text: String(number))
    }

    /// Appends JSON without the white space between its parts, so that it takes one line; `NaN` and infinities, which
    /// JSON does not have, become null.
    public mutating func appendCompacted(_ json: Bytes) {
        var index = 0
        var isInString = false
        while index < json.count {
            let byte = json[index]
            if isInString {
                if byte == 0x5C {
                    append(byte)
                    index += 1
                    append(json.peek(index))
                } else {
                    append(byte)
                    isInString = byte != 0x22
                }
            } else if byte == 0x4E || byte == 0x49 || (byte == 0x2D && json.peek(index + 1) == 0x49) {
                append("null")
                index += byte == 0x4E ? 2 : byte == 0x49 ? 7 : 8
            } else if byte > 0x20 {
                append(byte)
                isInString = byte == 0x22
            }
            index += 1
        }
    }
}

extension ByteBuffer {
    /// Appends text that is inside of JSON already, with lone surrogates, which UTF-8 cannot express, as escapes.
    public mutating func appendJSONKeepingEscapes(_ text: Bytes) {
        var index = 0
        while index < text.count {
            if text[index] == 0xED, text.peek(index + 1) >= 0xA0 {
                appendSurrogate(text, index)
                index += 3
            } else {
                append(text[index])
                index += 1
            }
        }
    }

    private mutating func appendSurrogate(_ text: Bytes, _ index: Int) {
        let unit = 0xD000 | UInt16(text.peek(index + 1) & 0x3F) << 6 | UInt16(text.peek(index + 2) & 0x3F)
        append("\\u")
        for shift in [12, 8, 4, 0] { append(Self.hexDigits[Int(unit >> UInt16(shift) & 0xF)]) }
    }
}
