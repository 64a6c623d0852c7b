import Glibc

/// Bytes that grow at the end, in memory of their own.
///
/// Behind the capacity lie `padding` bytes that may be read and overwritten: short texts are copied as whole vectors.
@safe
@frozen
public struct ByteBuffer: ~Copyable {
    /// How many bytes behind the end may be touched.
    public static let padding = 64

    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int

    /// How many bytes were appended.
    @usableFromInline var length = 0

    /// An empty buffer with room for some bytes.
    public init(capacity: Int = 256) {
        unsafe base = .allocate(capacity: capacity + Self.padding)
        unsafe (base + capacity).initialize(repeating: 0, count: Self.padding)
        self.capacity = capacity
    }

    deinit {
        unsafe base.deallocate()
    }

    /// How many bytes it holds.
    @inlinable public var count: Int { length }

    /// How much memory it holds.
    public var allocated: Int { capacity }

    /// All bytes, valid until the buffer changes.
    @inlinable public var bytes: Bytes {
        @inline(__always)
        get { unsafe Bytes(base: UnsafePointer(base), count: length) }
    }

    /// Some bytes, valid until the buffer changes.
    @inlinable
    @inline(__always)
    public func bytes(_ start: Int, _ end: Int) -> Bytes {
        bytes.slice(start, end)
    }

    /// Makes room for more bytes.
    @inlinable
    @inline(__always)
    public mutating func reserve(_ extra: Int) {
        if length &+ extra > capacity { grow(extra) }
    }

    @usableFromInline
    @inline(never)
    mutating func grow(_ extra: Int) {
        // Large ones grow by less, so that no more than a third of their memory is empty.
        let wanted = max(length + extra, capacity < 1 << 20 ? capacity * 2 : capacity + capacity / 2)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + Self.padding)
        unsafe larger.update(from: base, count: length)
        unsafe (larger + wanted).initialize(repeating: 0, count: Self.padding)
        unsafe base.deallocate()
        unsafe base = unsafe larger
        capacity = wanted
    }

    /// Appends one byte.
    @inlinable
    @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[length] = byte
        length &+= 1
    }

    /// Appends bytes that another buffer holds.
    @inlinable
    @inline(__always)
    public mutating func append(_ bytes: Bytes) {
        reserve(bytes.count)
        unsafe append(from: bytes.base, bytes.count)
    }

    /// Appends names and values by turns, each value in quotes: as many as there are values from one on.
    @inlinable
    @inline(__always)
    public mutating func append<Value>(
        _ names: borrowing MemberNames, from firstName: Int, _ values: borrowing RefillableList<Value>,
        from firstValue: Int, _ count: Int, _ text: (Value) -> Bytes
    ) {
        precondition(firstName >= 0 && firstValue >= 0 && count >= 0, "there are no names or values before the first")
        precondition(firstName &+ count <= names.count, "there are not so many names")
        precondition(firstValue &+ count <= values.count, "there are not so many values")
        var done = 0
        while done < count {
            done &+= unsafe appendShort(
                names.text.base, names.places.base + firstName + done, values.base + firstValue + done, count &- done,
                text)
            guard done < count else { return }
            append(names[firstName &+ done], quoting: text(values[firstValue &+ done]))
            done &+= 1
        }
    }

    /// Appends names and values up to one that is not short; returns how many it appended.
    ///
    /// What is short has one comparison, a vector each, and room that is made once.
    @inlinable
    @inline(__always)
    mutating func appendShort<Value>(
        _ names: UnsafePointer<UInt8>, _ firstPlace: UnsafePointer<MemberNames.Place>,
        _ firstValue: UnsafePointer<Value>,
        _ count: Int, _ text: (Value) -> Bytes
    ) -> Int {
        reserve(count &* 64)
        var left = count
        var place = unsafe firstPlace
        var value = unsafe firstValue
        var end = unsafe base + length
        while left > 0 {
            let nameLength = unsafe Int(place.pointee.length)
            let text = unsafe text(value.pointee)
            guard nameLength | text.count < 32 else { break }
            // The quote behind a name is copied with it.
            unsafe copyVector(names + Int(place.pointee.start), to: end)
            unsafe end += nameLength &+ 1
            unsafe copyVector(text.base, to: end)
            unsafe end += text.count
            unsafe end.pointee = 0x22
            unsafe end += 1
            unsafe place += 1
            unsafe value += 1
            left &-= 1
        }
        length = unsafe end - base
        return count &- left
    }

    @usableFromInline
    @inline(never)
    mutating func append(_ name: Bytes, quoting value: Bytes) {
        append(name)
        append(0x22)
        append(value)
        append(0x22)
    }

    /// Copies with one vector where the text is short, as names and values are; both sides have the padding for it.
    @inlinable
    @inline(__always)
    mutating func append(from source: UnsafePointer<UInt8>, _ count: Int) {
        unsafe copyShort(source, count, to: base + length)
        length &+= count
    }

    /// Appends a literal.
    public mutating func append(_ literal: StaticString) {
        reserve(literal.utf8CodeUnitCount)
        unsafe (base + length).update(from: literal.utf8Start, count: literal.utf8CodeUnitCount)
        length += literal.utf8CodeUnitCount
    }

    /// Appends bytes from an array.
    public mutating func append(contentsOf array: [UInt8]) {
        reserve(array.count)
        let room = unsafe UnsafeMutableBufferPointer(start: base + length, count: array.count)
        _ = unsafe room.update(fromContentsOf: array)
        length += array.count
    }

    /// Appends text as UTF-8.
    public mutating func append(text: String) {
        append(contentsOf: Array(text.utf8))
    }

    /// Lets a C function fill up to `limit` bytes behind the end; it returns how many it wrote, or a negative number.
    @unsafe
    public mutating func append(
        upTo limit: Int,
        _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int
    ) -> Int {
        reserve(limit)
        let written = unsafe fill(UnsafeMutableBufferPointer(start: base + length, count: limit))
        precondition(written <= limit, "more was written than there was room for")
        length += max(0, written)
        return written
    }

    /// Forgets what came after a place.
    @inlinable
    public mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= length, "a buffer was truncated beyond its end")
        length = count
    }

    /// Forgets the first bytes and moves the others to the front.
    public mutating func removeFirst(_ count: Int) {
        precondition(count >= 0 && count <= length, "more was removed than there is")
        guard count > 0 else { return }
        if count < length { unsafe _ = memmove(base, base + count, length - count) }
        length -= count
    }

    /// Forgets everything, and gives memory back when it holds more than is wanted.
    public mutating func removeAll(keepingAtMost limit: Int = .max) {
        length = 0
        guard capacity > limit else { return }
        unsafe base.deallocate()
        unsafe base = .allocate(capacity: limit + Self.padding)
        unsafe (base + limit).initialize(repeating: 0, count: Self.padding)
        capacity = limit
    }
}

@inlinable
@inline(__always)
func copyShort(_ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>) {
    if count <= 32 {
        unsafe copyVector(source, to: target)
    } else {
        unsafe target.update(from: source, count: count)
    }
}

@inlinable
@inline(__always)
func copyVector(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    let vector = unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD32<UInt8>.self)
    unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, as: SIMD32<UInt8>.self)
}
