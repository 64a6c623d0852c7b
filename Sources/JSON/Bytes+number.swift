// Short numbers without an exponent are told by where their digits and points stand among 32 bytes: none is looked at
// alone.

extension Bytes {
    /// What a text is that JSON has as a number too, written the same way.
    public enum PlainNumber {
        /// None, or one that is written in another way: with an exponent, leading zeros, a plus or white space.
        case no
        /// A whole number, but for a negative zero.
        case whole
        /// Another one.
        case decimal
    }

    /// Whether the text is a short number without an exponent that JSON has too: `0`, `-12`, `3.50`.
    ///
    /// What stands behind it must not go on like a number, else it may be told to be none.
    @inlinable public var plainNumber: PlainNumber {
        @inline(__always)
        get {
            guard count > 0 else { return .no }
            let sign = peek(0) == 0x2D ? 1 : 0
            let (length, points) = unsignedNumber(at: sign)
            guard length > 0, sign &+ length == count else { return .no }
            return points != 0 || sign == 1 && peek(1) == 0x30 ? .decimal : .whole
        }
    }

    /// Where the number ends that begins at a place, if it is a short one without an exponent and not all there is,
    /// else the place.
    @inlinable
    @inline(__always)
    public func endOfPlainNumber(at start: Int) -> Int {
        let first = start &+ (peek(start) == 0x2D ? 1 : 0)
        let (length, _) = unsignedNumber(at: first)
        let end = first &+ length
        guard length > 0, end < count, self[end] == 0x2C || self[end] | 0x20 != 0x65 else { return start }
        return end
    }

    /// How many digits with a point at most stand at a place, and a bit for the point; none where that is no number as
    /// JSON writes it, or a long one.
    ///
    /// Digits stand before and behind the point, and a zero at the front stands alone. What stands behind the end of
    /// the text is taken for a part of it.
    @inlinable
    @inline(__always)
    func unsignedNumber(at start: Int) -> (length: Int, point: UInt32) {
        guard start < count else { return (0, 0) }
        var (digits, points) = digitsAndPoints(at: start)
        if (digits | points) == 0xFFFF {
            let (more, morePoints) = digitsAndPoints(at: start &+ 16)
            digits |= more &<< 16
            points |= morePoints &<< 16
        }
        let behind = ~(digits | points)
        let end = behind & (0 &- behind)
        let inside = end &- 1
        points &= inside
        let wrong = points & (points &- 1) | points & (end &>> 1 | 1)
        let hasZero = self[start] == 0x30 && inside > 1 && points != 2
        return wrong == 0 && end > 1 && !hasZero ? (end.trailingZeroBitCount, points) : (0, 0)
    }

    @inlinable
    @inline(__always)
    func digitsAndPoints(at index: Int) -> (UInt32, UInt32) {
        let bytes = vector(at: index)
        return (
            bits((bytes &- Vector(repeating: 0x30)) .< Vector(repeating: 10)), bits(bytes .== Vector(repeating: 0x2E))
        )
    }
}
