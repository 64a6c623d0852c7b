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

    /// Decodes sixteen letters at a time, and then as many whole groups of four as there are, as long as nothing else
    /// comes; returns how many letters that was.
    private mutating func appendDecodedVectors(_ text: Bytes) -> Int {
        var index = 0
        while index < text.count {
            let (sextets, letters) = Base64.sextets(text.vector(at: index))
            let (first, second) = Base64.joined(sextets)
            let count = min(letters, text.count &- index)
            guard count == 16 else {
                for group in 0..<count / 4 {
                    append((group < 2 ? first : second) &>> (group & 1 == 0 ? 0 : 24), count: 3)
                }
                return index &+ count & ~3
            }
            append(first, second, count: 6)
            index &+= 16
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

    /// Joins sextets, four to three bytes each: six bytes of each word, the lowest first.
    @inline(__always)
    static func joined(_ sextets: Bytes.Vector) -> (UInt64, UInt64) {
        let two = unsafe unsafeBitCast(sextets, to: SIMD8<UInt16>.self)
        let twelve = (two & SIMD8(repeating: 0x3F)) &<< 6 | two &>> 8
        let four = unsafe unsafeBitCast(twelve, to: SIMD4<UInt32>.self)
        let groups = (four & SIMD4(repeating: 0xFFF)) &<< 12 | four &>> 16
        let pairs = unsafe unsafeBitCast(groups, to: SIMD2<UInt64>.self)
        func inOrder(_ pair: UInt64) -> UInt64 { (pair &<< 40 | (pair &>> 32) &<< 16).byteSwapped }
        return (inOrder(pairs[0]), inOrder(pairs[1]))
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
