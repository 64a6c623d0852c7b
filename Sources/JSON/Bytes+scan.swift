public import CVectors
import Glibc

// The vector work: everything here reads 16 bytes at a time, up to 63 of them in the padding behind a view, and
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
        let found = bits(stops(vector(at: start)))
        if found != 0 { return min(count, start &+ found.trailingZeroBitCount) }
        return endOfLongPlainText(from: start &+ 16)
    }

    /// The same for what is longer than one vector, two at a time.
    @usableFromInline
    @inline(never)
    func endOfLongPlainText(from start: Int) -> Int {
        var index = start
        while index &+ 16 < count {
            let first = stops(vector(at: index))
            let second = stops(vector(at: index &+ 16))
            if bits(first .| second) != 0 {
                let found = bits(first) | bits(second) &<< 16
                return min(count, index &+ found.trailingZeroBitCount)
            }
            index &+= 32
        }
        guard index < count else { return count }
        let found = bits(stops(vector(at: index)))
        return found == 0 ? count : min(count, index &+ found.trailingZeroBitCount)
    }

    @inlinable
    @inline(__always)
    func stops(_ bytes: Vector) -> SIMDMask<SIMD16<Int8>> {
        (bytes .== Vector(repeating: 0x22)) .| (bytes .== Vector(repeating: 0x5C)) .| (bytes .< Vector(repeating: 0x20))
    }

    /// What matters to CSV among the next 64 bytes: a bit for each comma, and one for each byte that is not simply a
    /// part of a cell, which are quotes, line breaks and whatever else needs an escape in JSON.
    @inlinable
    @inline(__always)
    public func marksOfCSV(at index: Int) -> (commas: UInt64, others: UInt64) {
        precondition(index >= 0 && index < count, "a scan began beyond the view")
        let parts = (vector(at: index), vector(at: index &+ 16), vector(at: index &+ 32), vector(at: index &+ 48))
        let comma = Vector(repeating: 0x2C)
        let commas = bits(parts.0 .== comma, parts.1 .== comma, parts.2 .== comma, parts.3 .== comma)
        let stops = (stops(parts.0), stops(parts.1), stops(parts.2), stops(parts.3))
        let inside = remaining(from: index)
        guard bits(stops.0 .| stops.1 .| stops.2 .| stops.3) != 0 else { return (commas & inside, 0) }
        return (commas & inside, bits(stops.0, stops.1, stops.2, stops.3) & inside)
    }

    /// A bit for each comma among the next 64 bytes.
    @inlinable
    @inline(__always)
    public func commas(at index: Int) -> UInt64 {
        precondition(index >= 0 && index < count, "a scan began beyond the view")
        let comma = Vector(repeating: 0x2C)
        let commas = bits(
            vector(at: index) .== comma, vector(at: index &+ 16) .== comma, vector(at: index &+ 32) .== comma,
            vector(at: index &+ 48) .== comma)
        return commas & remaining(from: index)
    }

    /// Whether some other bytes stand at a place; they are compared 32 at a time.
    @inlinable
    @inline(__always)
    public func has(_ other: Bytes, at start: Int) -> Bool {
        guard start >= 0, count &- start >= other.count else { return false }
        var index = 0
        while index &+ 32 <= other.count {
            guard same(other, index, at: start) == 0xFFFF_FFFF else { return false }
            index &+= 32
        }
        let behind = UInt32.max &<< UInt32(truncatingIfNeeded: other.count &- index)
        return index == other.count || same(other, index, at: start) | behind == 0xFFFF_FFFF
    }

    /// The same for bytes of which there are mostly few.
    @inlinable
    @inline(__always)
    public func hasFew(_ other: Bytes, at start: Int) -> Bool {
        guard other.count <= 16, count &- start >= other.count, start >= 0 else { return hasMany(other, at: start) }
        let behind = UInt32.max &<< UInt32(truncatingIfNeeded: other.count)
        return (bits(vector(at: start) .== other.vector(at: 0)) | behind) & 0xFFFF == 0xFFFF
    }

    @usableFromInline
    @inline(never)
    func hasMany(_ other: Bytes, at start: Int) -> Bool { has(other, at: start) }

    /// A bit for each of 32 bytes that is the same.
    @inlinable
    @inline(__always)
    func same(_ other: Bytes, _ index: Int, at start: Int) -> UInt32 {
        let first = vector(at: start &+ index) .== other.vector(at: index)
        let second = vector(at: start &+ index &+ 16) .== other.vector(at: index &+ 16)
        return bits(first) | bits(second) &<< 16
    }

    /// Whether all bytes are ASCII.
    @inlinable public var isASCII: Bool {
        var seen = Vector(repeating: 0)
        var index = 0
        while index &+ 64 <= count {
            seen |= vector(at: index) | vector(at: index &+ 16) | vector(at: index &+ 32) | vector(at: index &+ 48)
            index &+= 64
        }
        let beyond = bits(isBeyondASCII(seen)) != 0
        guard index < count, !beyond else { return !beyond }
        let rest = bits(
            isBeyondASCII(vector(at: index)), isBeyondASCII(vector(at: index &+ 16)),
            isBeyondASCII(vector(at: index &+ 32)), isBeyondASCII(vector(at: index &+ 48)))
        return rest & remaining(from: index) == 0
    }

    @inlinable
    @inline(__always)
    func isBeyondASCII(_ bytes: Vector) -> SIMDMask<SIMD16<Int8>> {
        SIMD16<Int8>(truncatingIfNeeded: bytes) .< SIMD16<Int8>(repeating: 0)
    }

    /// Whether the bytes are UTF-8, judged by the standard library.
    public var isUTF8: Bool {
        if isASCII { return true }
        return (try? unsafe UTF8Span(validating: Span(_unsafeStart: base, count: count))) != nil
    }

    /// A bit for each of the next 64 bytes that lies inside.
    @inlinable
    @inline(__always)
    func remaining(from index: Int) -> UInt64 {
        let left = count &- index
        return left >= 64 ? .max : (1 &<< UInt64(truncatingIfNeeded: left)) &- 1
    }
}

/// One bit for each byte of a mask.
@inlinable
@inline(__always)
func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt32 {
    relay_bits(unsafe unsafeBitCast(mask, to: SIMD16<Int8>.self))
}

@inlinable
@inline(__always)
func bits(
    _ first: SIMDMask<SIMD16<Int8>>, _ second: SIMDMask<SIMD16<Int8>>, _ third: SIMDMask<SIMD16<Int8>>,
    _ fourth: SIMDMask<SIMD16<Int8>>
) -> UInt64 {
    let low = bits(first) | bits(second) &<< 16
    let high = bits(third) | bits(fourth) &<< 16
    return UInt64(low) | UInt64(high) &<< 32
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
