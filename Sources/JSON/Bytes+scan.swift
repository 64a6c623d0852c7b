import Glibc

// The vector work: everything here reads 16 bytes at a time, up to 15 of them in the padding behind a view, and
// masks off what lies beyond. `SIMD16(repeating:)` is written out because a scalar literal on the right of a vector
// comparison compiles to thirty times as many instructions.

extension Bytes {
    @usableFromInline typealias Vector = SIMD16<UInt8>

    @inlinable
    @inline(__always)
    func vector(at index: Int) -> Vector {
        unsafe UnsafeRawPointer(base + index).loadUnaligned(as: Vector.self)
    }

    /// Where a JSON string stops being plain: its quote, a backslash, or a control character; else the end.
    @inlinable
    @inline(__always)
    public func endOfPlainText(from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "a scan began beyond the view")
        guard start < count else { return count }
        let (low, high) = halves(stops(vector(at: start)))
        if low != 0 { return min(count, start + low.trailingZeroBitCount >> 3) }
        if high != 0 { return min(count, start + 8 + high.trailingZeroBitCount >> 3) }
        return endOfLongPlainText(from: start &+ 16)
    }

    /// The same for what is longer than one vector, two at a time.
    @usableFromInline
    @inline(never)
    func endOfLongPlainText(from start: Int) -> Int {
        var index = start
        while index &+ 32 <= count {
            let (low, high) = halves(stops(vector(at: index)) .| stops(vector(at: index &+ 16)))
            if low | high != 0 { break }
            index &+= 32
        }
        while index < count {
            let (low, high) = halves(stops(vector(at: index)))
            if low != 0 { return min(count, index + low.trailingZeroBitCount >> 3) }
            if high != 0 { return min(count, index + 8 + high.trailingZeroBitCount >> 3) }
            index &+= 16
        }
        return count
    }

    @inlinable
    @inline(__always)
    func stops(_ bytes: Vector) -> SIMDMask<SIMD16<Int8>> {
        (bytes .== Vector(repeating: 0x22)) .| (bytes .== Vector(repeating: 0x5C)) .| (bytes .< Vector(repeating: 0x20))
    }

    /// A bit for each of the next 16 bytes that matters to CSV: comma, quote, line feed or carriage return.
    @inlinable
    @inline(__always)
    public func marksOfCSV(at index: Int) -> UInt32 {
        precondition(index >= 0 && index < count, "a scan began beyond the view")
        let bytes = vector(at: index)
        let marks =
            (bytes .== Vector(repeating: 0x2C)) .| (bytes .== Vector(repeating: 0x22))
            .| (bytes .== Vector(repeating: 0x0A)) .| (bytes .== Vector(repeating: 0x0D))
        return bits(marks) & remaining(from: index)
    }

    /// Whether all bytes are ASCII.
    @inlinable public var isASCII: Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        var seen = SIMD4<UInt64>(repeating: 0)
        var index = 0
        while index &+ 64 <= count {
            seen |= unsafe UnsafeRawPointer(base + index).loadUnaligned(as: SIMD4<UInt64>.self)
            seen |= unsafe UnsafeRawPointer(base + index + 32).loadUnaligned(as: SIMD4<UInt64>.self)
            index &+= 64
        }
        while index &+ 8 <= count {
            seen[0] |= unsafe UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            index &+= 8
        }
        var rest: UInt8 = 0
        while index < count {
            rest |= unsafe base[index]
            index &+= 1
        }
        return (seen[0] | seen[1] | seen[2] | seen[3]) & high == 0 && rest < 0x80
    }

    /// Whether the bytes are UTF-8, judged by the standard library.
    public var isUTF8: Bool {
        if isASCII { return true }
        return (try? unsafe UTF8Span(validating: Span(_unsafeStart: base, count: count))) != nil
    }

    @inlinable
    @inline(__always)
    func halves(_ mask: SIMDMask<SIMD16<Int8>>) -> (UInt64, UInt64) {
        let halves = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return (halves[0], halves[1])
    }

    /// One bit for each byte of a mask: a multiplication gathers the bits of eight bytes in the topmost one.
    @inlinable
    @inline(__always)
    func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt32 {
        let (low, high) = halves(mask)
        let pick: UInt64 = 0x8040_2010_0804_0201
        let gather: UInt64 = 0x0101_0101_0101_0101
        let first = ((low & pick) &* gather) &>> 56
        let second = ((high & pick) &* gather) &>> 56
        return UInt32(truncatingIfNeeded: first | second &<< 8)
    }

    @inlinable
    @inline(__always)
    func remaining(from index: Int) -> UInt32 {
        let left = count - index
        return left >= 16 ? 0xFFFF : (1 &<< UInt32(truncatingIfNeeded: left)) &- 1
    }
}

@usableFromInline
func nextByte(_ byte: UInt8, _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard let found = unsafe memchr(base + start, Int32(byte), end - start) else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
}

/// Compares as vectors do: eight bytes at a time, with the last eight overlapping.
@inlinable
@inline(__always)
func sameBytes(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let first = unsafe UnsafeRawPointer(left)
    let second = unsafe UnsafeRawPointer(right)
    if count >= 8 {
        var index = 0
        while index <= count - 8 {
            guard unsafe eight(first, index) == eight(second, index) else { return false }
            index += 8
        }
        return unsafe eight(first, count - 8) == eight(second, count - 8)
    }
    var index = 0
    while index < count {
        guard unsafe left[index] == right[index] else { return false }
        index += 1
    }
    return true
}

@inlinable
@inline(__always)
func eight(_ base: UnsafeRawPointer, _ index: Int) -> UInt64 {
    unsafe (base + index).loadUnaligned(as: UInt64.self)
}
