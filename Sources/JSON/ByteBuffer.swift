import Glibc

/// Bytes that grow at the end, in memory of their own.
///
/// Behind the capacity lie `padding` bytes that may be read and overwritten: short texts are copied as whole vectors.
@safe
@frozen
public struct ByteBuffer: ~Copyable, Sendable {
    /// How many bytes behind the end may be touched.
    public static let padding = 64

    /// Where the bytes begin: a number, since the memory has one owner and goes with it to wherever that is sent.
    @usableFromInline var address: UInt
    @usableFromInline var capacity: Int
    /// How many bytes before the first one belong to the memory as well.
    @usableFromInline var front = 0

    /// How many bytes were appended.
    @usableFromInline var length = 0

    /// An empty buffer with room for some bytes.
    public init(capacity: Int = 256) {
        address = Self.allocate(capacity)
        self.capacity = capacity
    }

    deinit {
        unsafe (base - front).deallocate()
    }

    private static func allocate(_ capacity: Int) -> UInt {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + padding)
        unsafe (memory + capacity).initialize(repeating: 0, count: padding)
        return UInt(bitPattern: memory)
    }

    @inlinable var base: UnsafeMutablePointer<UInt8> {
        @inline(__always)
        get { unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped }
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
        if length <= front, length + extra <= front + capacity { return moveToStart() }
        // Large ones grow by less, so that no more than a third of their memory is empty.
        let wanted = max(length + extra, capacity < 1 << 20 ? capacity * 2 : capacity + capacity / 2)
        var larger = ByteBuffer(capacity: wanted)
        unsafe larger.base.update(from: base, count: length)
        larger.length = length
        swap(&larger, &self)
    }

    private mutating func moveToStart() {
        unsafe (base - front).update(from: base, count: length)
        address -= UInt(front)
        capacity += front
        front = 0
    }

    /// Appends one byte.
    @inlinable
    @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[length] = byte
        length &+= 1
    }

    /// Appends some bytes of a word, the lowest first.
    @inlinable
    @inline(__always)
    mutating func append(_ word: UInt64, count: Int) {
        precondition(count >= 0 && count <= 8, "a word has eight bytes")
        reserve(count)
        unsafe UnsafeMutableRawPointer(base + length).storeBytes(of: word.littleEndian, as: UInt64.self)
        length &+= count
    }

    /// Appends some bytes of two words, the lowest first.
    @inlinable
    @inline(__always)
    mutating func append(_ first: UInt64, _ second: UInt64, count: Int) {
        precondition(count >= 0 && count <= 8, "a word has eight bytes")
        reserve(count &* 2)
        let end = unsafe UnsafeMutableRawPointer(base + length)
        unsafe end.storeBytes(of: first.littleEndian, as: UInt64.self)
        unsafe (end + count).storeBytes(of: second.littleEndian, as: UInt64.self)
        length &+= count &* 2
    }

    /// Appends bytes that another buffer holds.
    @inlinable
    @inline(__always)
    public mutating func append(_ bytes: Bytes) {
        reserve(bytes.count)
        unsafe append(from: bytes.base, bytes.count)
    }

    /// How a value is written.
    public enum ValueForm {
        /// As it stands.
        case bare
        /// As it stands, in quotes.
        case quoted
        /// In a way that must be worked out.
        case other
    }

    /// Appends names and values by turns, up to a value that is not short or is written in another way; returns how many
    /// it appended.
    ///
    /// What is short costs one comparison, a vector for each name and value, and room that is made once.
    @inlinable
    @inline(__always)
    public mutating func appendShort<Value>(
        _ names: borrowing MemberNames, from firstName: Int, _ values: borrowing RefillableList<Value>,
        from firstValue: Int, _ count: Int, _ form: (Value, Int) -> (Bytes, ValueForm)
    ) -> Int {
        precondition(firstName >= 0 && firstValue >= 0 && count >= 0, "there are no names or values before the first")
        precondition(firstName &+ count <= names.count, "there are not so many names")
        precondition(firstValue &+ count <= values.count, "there are not so many values")
        reserve(count &* 64)
        let text = unsafe names.text.base
        var place = unsafe names.places.base + firstName
        var value = unsafe values.base + firstValue
        var end = unsafe base + length
        var index = 0
        while index < count {
            let nameLength = unsafe Int(place.pointee.length)
            let (bytes, form) = unsafe form(value.pointee, index)
            guard nameLength | bytes.count < 32, form != .other else { break }
            unsafe copyVector(text + Int(place.pointee.start), to: end)
            // The quote behind a name is copied with it; where it is not wanted the value is written over it.
            let quote = form == .quoted ? 1 : 0
            unsafe end += nameLength &+ quote
            unsafe copyVector(bytes.base, to: end)
            unsafe end += bytes.count
            unsafe end.pointee = 0x22
            unsafe end += quote
            unsafe place += 1
            unsafe value += 1
            index &+= 1
        }
        length = unsafe end - base
        return index
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

    /// Appends bytes that somebody else holds.
    @unsafe
    public mutating func append(copying memory: UnsafeRawBufferPointer) {
        reserve(memory.count)
        let room = unsafe UnsafeMutableRawBufferPointer(start: base + length, count: memory.count)
        unsafe room.copyMemory(from: memory)
        length += memory.count
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

    /// Forgets the first bytes; nothing is moved until their room is needed.
    public mutating func removeFirst(_ count: Int) {
        precondition(count >= 0 && count <= length, "more was removed than there is")
        moveStart(count)
        if length == 0 { moveToStart() }
    }

    private mutating func moveStart(_ count: Int) {
        address = UInt(bitPattern: Int(bitPattern: address) + count)
        front += count
        capacity -= count
        length -= count
    }

    /// Begins an empty buffer behind some free bytes, which `append(taking:)` uses.
    public mutating func leaveFront(_ count: Int) {
        precondition(length == 0, "there are bytes already")
        reserve(count)
        length = count
        moveStart(count)
    }

    /// Appends all that another buffer holds, which is empty then.
    ///
    /// What is here is copied in front of it where there is room, and the two buffers change their memory: so that a long
    /// chunk is not copied.
    public mutating func append(taking other: inout ByteBuffer) {
        if length <= other.front {
            unsafe (other.base - length).update(from: base, count: length)
            other.moveStart(-length)
            swap(&self, &other)
        } else {
            append(other.bytes)
        }
        other.removeAll()
    }

    /// Forgets everything, and gives memory back when it holds more than is wanted.
    public mutating func removeAll(keepingAtMost limit: Int = .max) {
        length = 0
        if front > 0 { moveToStart() }
        guard capacity > limit else { return }
        var smaller = ByteBuffer(capacity: limit)
        swap(&smaller, &self)
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
