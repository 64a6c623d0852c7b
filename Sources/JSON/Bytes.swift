/// A view of bytes that somebody else keeps alive.
///
/// It stays valid until its owner changes, and nothing keeps one beyond the line it belongs to. Views come from a
/// `ByteBuffer` alone, which has `ByteBuffer.padding` readable bytes behind its end, so that whole vectors can be
/// loaded at any place inside.
@safe
@frozen
public struct Bytes {
    @usableFromInline let base: UnsafePointer<UInt8>

    /// How many bytes there are to see.
    public let count: Int

    @inlinable
    @inline(__always)
    init(base: UnsafePointer<UInt8>, count: Int) {
        unsafe self.base = unsafe base
        self.count = count
    }

    /// Whether there is nothing to see.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The byte at a place, which must lie inside.
    @inlinable public subscript(index: Int) -> UInt8 {
        @inline(__always)
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "a byte beyond the view was read")
            return unsafe base[index]
        }
    }

    /// The byte at a place, or zero behind the end.
    @inlinable
    @inline(__always)
    public func peek(_ index: Int) -> UInt8 {
        UInt(bitPattern: index) < UInt(bitPattern: count) ? unsafe base[index] : 0
    }

    /// A part of the view.
    @inlinable
    @inline(__always)
    public func slice(_ start: Int, _ end: Int) -> Bytes {
        precondition(start >= 0 && start <= end && end <= count, "a slice beyond the view was taken")
        return unsafe Bytes(base: base + start, count: end - start)
    }

    /// A part of the view, given in half the bits, with a single comparison.
    @inlinable
    @inline(__always)
    public func slice(_ start: UInt32, length: UInt32) -> Bytes {
        precondition(Int(start) &+ Int(length) <= count, "a slice beyond the view was taken")
        return unsafe Bytes(base: base + Int(start), count: Int(length))
    }

    /// Where a byte is found next, if it is.
    @inlinable
    public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count, "a search began beyond the view")
        return unsafe nextByte(byte, base, start, count)
    }

    /// Whether the bytes are the same.
    @inlinable
    public static func == (left: Bytes, right: Bytes) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe sameBytes(left.base, right.base, left.count)
    }

    /// Whether the bytes are those of a literal.
    @inlinable
    @inline(__always)
    public static func == (left: Bytes, right: StaticString) -> Bool {
        guard left.count == right.utf8CodeUnitCount else { return false }
        return unsafe sameBytes(left.base, right.utf8Start, left.count)
    }

    /// Whether the bytes are those of a literal in small letters, in letters of either case.
    public func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<count {
            let byte = self[index]
            guard unsafe (byte &- 0x41 < 26 ? byte | 0x20 : byte) == literal.utf8Start[index] else { return false }
        }
        return true
    }

    /// Whether the view starts with a literal.
    public func hasPrefix(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        return count >= length && slice(0, length) == literal
    }

    /// The bytes as text, with U+FFFD for what is no UTF-8.
    public var text: String {
        unsafe String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }

    /// The bytes as an array of their own.
    ///
    /// It is filled piece by piece: long copies the C library leaves to microcode, whose steps no profiler can count.
    public var array: [UInt8] {
        unsafe Array(unsafeUninitializedCapacity: count) { room, filled in
            while filled < count {
                let piece = min(1024, count - filled)
                let rest = unsafe UnsafeMutableBufferPointer(rebasing: room[filled...])
                _ = unsafe rest.initialize(from: UnsafeBufferPointer(start: base + filled, count: piece))
                filled += piece
            }
        }
    }

    /// Lends the memory to a C function.
    @unsafe
    public func withUnsafeMemory<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        unsafe body(UnsafeBufferPointer(start: base, count: count))
    }

    /// A hash of the bytes that an attacker cannot foresee.
    public func hash(into hasher: inout Hasher) {
        unsafe hasher.combine(bytes: UnsafeRawBufferPointer(start: base, count: count))
    }
}
