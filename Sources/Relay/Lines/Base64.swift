import JSON

extension ByteBuffer {
    /// Appends what base64 stands for: standard or url-safe alphabet, with or without padding, white space ignored.
    ///
    /// False where the text is not base64.
    mutating func appendDecodedBase64(_ text: Bytes) -> Bool {
        reserve(text.count / 4 * 3 + 3)
        var bits: UInt32 = 0
        var sextets = 0
        var padding = 0
        let table = Base64.values
        for index in 0..<text.count {
            let value = table[Int(text[index])]
            if value < 64 {
                guard padding == 0 else { return false }
                bits = bits << 6 | UInt32(value)
                sextets += 1
                if sextets & 3 == 0 {
                    append(UInt8(truncatingIfNeeded: bits >> 16))
                    append(UInt8(truncatingIfNeeded: bits >> 8))
                    append(UInt8(truncatingIfNeeded: bits))
                }
            } else if value == Base64.pad {
                padding += 1
            } else if value != Base64.space {
                return false
            }
        }
        return appendRest(bits, sextets & 3, padding)
    }

    /// The last one or two bytes; their unused bits must be zero and the padding, if any, complete.
    private mutating func appendRest(_ bits: UInt32, _ sextets: Int, _ padding: Int) -> Bool {
        guard padding == 0 || sextets > 1 && padding + sextets == 4 else { return false }
        switch sextets {
        case 0:
            return true
        case 2 where bits & 0xF == 0:
            append(UInt8(truncatingIfNeeded: bits >> 4))
            return true
        case 3 where bits & 0x3 == 0:
            append(UInt8(truncatingIfNeeded: bits >> 10))
            append(UInt8(truncatingIfNeeded: bits >> 2))
            return true
        default:
            return false
        }
    }
}

private enum Base64 {
    static let pad: UInt8 = 64
    static let space: UInt8 = 65
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        values[Int(UInt8(ascii: "-"))] = 62
        values[Int(UInt8(ascii: "_"))] = 63
        values[Int(UInt8(ascii: "="))] = pad
        for letter in [0x20, 0x09, 0x0A, 0x0D] { values[letter] = space }
        return values
    }()
}

extension ByteBuffer {
    /// Appends bytes as base64 with padding.
    mutating func appendBase64(_ bytes: Bytes) {
        let alphabet = Base64.alphabet
        var index = 0
        while index < bytes.count {
            let rest = bytes.count - index
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes.peek(index + 1)) << 8 | UInt32(bytes.peek(index + 2))
            append(alphabet[Int(group >> 18 & 63)])
            append(alphabet[Int(group >> 12 & 63)])
            append(rest > 1 ? alphabet[Int(group >> 6 & 63)] : 0x3D)
            append(rest > 2 ? alphabet[Int(group & 63)] : 0x3D)
            index += 3
        }
    }
}
