/// Reads JSON byte by byte, strictly as RFC 8259 has it, without building anything.
///
/// The text must be UTF-8 already; that is judged once for a whole line, faster than here.
@frozen
public struct JSONScanner {
    /// How deep values may be nested.
    public static let depthLimit = 512

    /// What is read.
    public let text: Bytes

    /// Where it goes on.
    public var position: Int

    /// Whether `NaN`, `Infinity` and `-Infinity` are read, as Python writes them.
    public let readsNonFinite: Bool

    /// A scanner at the start of a text.
    @inlinable
    public init(_ text: Bytes, at position: Int = 0, readsNonFinite: Bool = false) {
        precondition(text.count <= Int32.max, "a text of two gigabytes was scanned as JSON")
        self.text = text
        self.position = position
        self.readsNonFinite = readsNonFinite
    }

    /// A string as it stands in the text, without its quotes.
    @frozen
    public struct StringToken {
        @usableFromInline let first: Int32
        @usableFromInline let stop: Int32

        /// Whether it holds escapes.
        public let isEscaped: Bool

        @inlinable
        init(start: Int, end: Int, isEscaped: Bool) {
            first = Int32(truncatingIfNeeded: start)
            stop = Int32(truncatingIfNeeded: end)
            self.isEscaped = isEscaped
        }

        /// Where the first character stands.
        @inlinable public var start: Int { Int(first) }

        /// Where the closing quote stands.
        @inlinable public var end: Int { Int(stop) }
    }

    /// Steps over white space.
    @inlinable
    @inline(__always)
    public mutating func skipSpace() {
        if next <= 0x20 { skipSeveralSpaces() }
    }

    @usableFromInline
    @inline(never)
    mutating func skipSeveralSpaces() {
        while position < text.count {
            let byte = text[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position &+= 1
        }
    }

    /// The byte that comes next, zero at the end.
    @inlinable public var next: UInt8 {
        @inline(__always)
        get { text.peek(position) }
    }

    /// Steps over one expected byte.
    @inlinable
    @inline(__always)
    public mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard position < text.count, next == byte else { throw unexpected() }
        position &+= 1
    }

    /// Steps over a literal, and white space behind it, if exactly that comes next.
    @inlinable
    @inline(__always)
    public mutating func takes(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard text.count &- position >= length, text.slice(position, position &+ length) == literal else {
            return false
        }
        position &+= length
        skipSpace()
        return true
    }

    /// The error for a byte that may not be here.
    @usableFromInline
    @inline(never)
    func unexpected() -> JSONError {
        position < text.count
            ? JSONError(.unexpected(text[position]), at: position) : JSONError(.truncated, at: position)
    }

    /// Reads a string whose opening quote comes next.
    @inlinable
    @inline(__always)
    public mutating func string() throws(JSONError) -> StringToken {
        try expect(0x22)
        let start = position
        let stop = text.endOfPlainText(from: start)
        if stop < text.count, text.peek(stop) == 0x22 {
            position = stop &+ 1
            return StringToken(start: start, end: stop, isEscaped: false)
        }
        return try escapedString(start, stop)
    }

    @usableFromInline
    @inline(never)
    mutating func escapedString(_ start: Int, _ firstStop: Int) throws(JSONError) -> StringToken {
        var stop = firstStop
        while stop < text.count {
            switch text[stop] {
            case 0x22:
                position = stop + 1
                return StringToken(start: start, end: stop, isEscaped: true)
            case 0x5C:
                stop = text.endOfPlainText(from: try endOfEscape(stop))
            default:
                throw JSONError(.controlCharacter, at: stop)
            }
        }
        throw JSONError(.truncated, at: text.count)
    }

    private func endOfEscape(_ start: Int) throws(JSONError) -> Int {
        guard start + 1 < text.count else { throw JSONError(.truncated, at: text.count) }
        switch text[start + 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            return start + 2
        case 0x75:
            guard start + 6 <= text.count else { throw JSONError(.truncated, at: text.count) }
            for index in start + 2..<start + 6 where text[index].hexDigit == nil {
                throw JSONError(.escape, at: start)
            }
            return start + 6
        default:
            throw JSONError(.escape, at: start)
        }
    }

    /// Reads a key and its colon.
    @inlinable
    @inline(__always)
    public mutating func key() throws(JSONError) -> StringToken {
        skipSpace()
        let key = try string()
        skipSpace()
        try expect(0x3A)
        skipSpace()
        return key
    }

    /// After a value in an object: whether another member follows.
    ///
    /// Steps over the comma or the closing brace.
    @inlinable
    @inline(__always)
    public mutating func hasNextMember() throws(JSONError) -> Bool {
        skipSpace()
        let byte = next
        guard byte == 0x2C || byte == 0x7D else { throw unexpected() }
        position &+= 1
        return byte == 0x2C
    }

    /// Steps over the opening brace; whether there is a first member.
    @inlinable
    @inline(__always)
    public mutating func entersObject() throws(JSONError) -> Bool {
        try expect(0x7B)
        skipSpace()
        guard next == 0x7D else { return true }
        position &+= 1
        return false
    }

    /// Steps over a value of any kind.
    @inlinable
    @inline(__always)
    public mutating func skipValue() throws(JSONError) {
        if next == 0x22 {
            _ = try string()
        } else {
            var nobody = Nobody()
            try value(for: &nobody)
        }
    }

    /// Demands that nothing but white space follows.
    @inlinable
    public mutating func expectEnd() throws(JSONError) {
        skipSpace()
        guard position == text.count else { throw JSONError(.trailing, at: position) }
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    @usableFromInline var hexDigit: UInt16? {
        switch self {
        case 0x30...0x39: UInt16(self - 0x30)
        case 0x41...0x46: UInt16(self - 0x41 + 10)
        case 0x61...0x66: UInt16(self - 0x61 + 10)
        default: nil
        }
    }
}
