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
    /// No byte is looked at alone: the digits and points of 32 bytes are found at once.
    @inlinable public var plainNumber: PlainNumber {
        @inline(__always)
        get {
            guard count &- 1 < 32, count > 0 else { return .no }
            var (digits, points) = digitsAndPoints(at: 0)
            if count > 16 {
                let (more, morePoints) = digitsAndPoints(at: 16)
                digits |= more &<< 16
                points |= morePoints &<< 16
            }
            let inside = UInt32.max &>> UInt32(truncatingIfNeeded: 32 &- count)
            points &= inside
            // The sign, if there is one, is the only byte that is neither digit nor point.
            let sign: UInt32 = peek(0) == 0x2D ? 1 : 0
            guard ~(digits | points) & inside == sign, points & (points &- 1) == 0 else { return .no }
            // Digits stand before and behind the point, and a zero at the front stands alone.
            let first = 1 &<< sign
            guard points & (first | 1 &<< UInt32(truncatingIfNeeded: count &- 1)) == 0, digits & first & inside != 0,
                peek(Int(sign)) != 0x30 || count == Int(sign) &+ 1 || points == first &<< 1
            else { return .no }
            return points != 0 || sign == 1 && peek(1) == 0x30 ? .decimal : .whole
        }
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
