extension ByteBuffer {
    /// Appends what base64 stands for: standard or url-safe alphabet, with or without padding, white space ignored.
    ///
    /// False where the text is not base64.
    public mutating func appendDecodedBase64(_ text: Bytes) -> Bool {
        reserve(text.count / 4 * 3 + 3)
        let start = appendDecodedVectors(text)
        var bits: UInt32 = 0
        var sextets = 0
        var padding = 0
        let table = Base64.values
        for index in start..<text.count {
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

    /// Decodes up to sixteen letters at a time, in whole groups of four, as long as nothing else comes; returns how many
    /// letters that was.
    private mutating func appendDecodedVectors(_ text: Bytes) -> Int {
        var index = 0
        while index < text.count {
            let (sextets, letters) = Base64.sextets(text.vector(at: index))
            let words = Base64.joined(sextets)
            let count = min(letters, text.count &- index) & ~3
            append(words[0], count: min(count / 4 * 3, 6))
            append(words[1], count: max(count / 4 * 3 - 6, 0))
            index &+= count
            guard count == 16 else { return index }
        }
        return index
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

    /// What sixteen letters stand for, and how many letters of an alphabet there are before something else.
    @inline(__always)
    static func sextets(_ letters: Bytes.Vector) -> (Bytes.Vector, count: Int) {
        typealias Vector = Bytes.Vector
        func shifted(_ distance: UInt8) -> Vector { letters &- Vector(repeating: distance) }
        let upper = shifted(0x41) .< Vector(repeating: 26)
        let lower = shifted(0x61) .< Vector(repeating: 26)
        let digit = shifted(0x30) .< Vector(repeating: 10)
        let plus = (letters .== Vector(repeating: 0x2B)) .| (letters .== Vector(repeating: 0x2D))
        let slash = (letters .== Vector(repeating: 0x2F)) .| (letters .== Vector(repeating: 0x5F))
        let nothing = Vector(repeating: 0)
        let values =
            nothing.replacing(with: shifted(0x41), where: upper)
            | nothing.replacing(with: shifted(0x61 - 26), where: lower)
            | nothing.replacing(with: shifted(0x30 &- 52), where: digit)
            | nothing.replacing(with: Vector(repeating: 62), where: plus)
            | nothing.replacing(with: Vector(repeating: 63), where: slash)
        return (values, (~bits(upper .| lower .| digit .| plus .| slash)).trailingZeroBitCount)
    }

    /// Joins sextets, four to three bytes each; the lower six bytes of each word are those of eight.
    @inline(__always)
    static func joined(_ sextets: Bytes.Vector) -> SIMD2<UInt64> {
        typealias Lanes = SIMD4<UInt32>
        let four = unsafe unsafeBitCast(sextets, to: Lanes.self)
        func kept(_ mask: UInt32) -> Lanes { Lanes(repeating: mask) }
        let first = (four &<< 2) & kept(0x00_00FC) | (four &>> 12) & kept(0x00_0003)
        let second = (four &<< 4) & kept(0x00_F000) | (four &>> 10) & kept(0x00_0F00)
        let third = (four &<< 6) & kept(0xC0_0000) | (four &>> 8) & kept(0x3F_0000)
        let pairs = unsafe unsafeBitCast(first | second | third, to: SIMD2<UInt64>.self)
        let low = SIMD2<UInt64>(repeating: 0xFF_FFFF)
        return pairs & low | (pairs &>> 8) & (low &<< 24)
    }
}

extension ByteBuffer {
    /// Appends bytes as base64 with padding.
    public mutating func appendBase64(_ bytes: Bytes) {
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
