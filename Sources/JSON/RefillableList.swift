/// A list that is filled anew for each line: it keeps its memory, is never shared, and so costs no more than a store
/// for each element, where an array would ask each time whether it is shared.
@safe
@frozen
public struct RefillableList<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var capacity: Int
    @usableFromInline var length = 0

    /// An empty list.
    public init() {
        capacity = 16
        unsafe base = .allocate(capacity: capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// How many elements it has.
    @inlinable public var count: Int { length }

    /// Whether it has none.
    @inlinable public var isEmpty: Bool { length == 0 }

    /// The places of the elements.
    @inlinable public var indices: Range<Int> { 0..<length }

    /// The first element.
    @inlinable public var first: Element? { length == 0 ? nil : self[0] }

    /// The last element.
    @inlinable public var last: Element? { length == 0 ? nil : self[length - 1] }

    /// The element at a place, which must lie inside.
    @inlinable public subscript(index: Int) -> Element {
        @inline(__always)
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: length), "an element beyond the list was read")
            return unsafe base[index]
        }
        @inline(__always)
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: length), "an element beyond the list was set")
            unsafe base[index] = newValue
        }
    }

    /// Appends an element.
    @inlinable
    @inline(__always)
    public mutating func append(_ element: Element) {
        if length == capacity { grow() }
        unsafe (base + length).initialize(to: element)
        length &+= 1
    }

    /// Appends an element for each bit that is set, the lowest first.
    @inlinable
    @inline(__always)
    public mutating func append(forEachBitOf bits: UInt64, _ element: (Int) -> Element) {
        while capacity &- length < 64 { grow() }
        var rest = bits
        var end = length
        while rest != 0 {
            unsafe (base + end).initialize(to: element(rest.trailingZeroBitCount))
            end &+= 1
            rest &= rest &- 1
        }
        length = end
    }

    @usableFromInline
    @inline(never)
    mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        unsafe larger.update(from: base, count: length)
        unsafe base.deallocate()
        unsafe base = unsafe larger
        capacity *= 2
    }

    /// Takes the last element away.
    @inlinable
    public mutating func popLast() -> Element? {
        guard length > 0 else { return nil }
        length &-= 1
        return unsafe base[length]
    }

    /// Forgets what came after a place.
    @inlinable
    public mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= length, "a list was truncated beyond its end")
        length = count
    }

    /// Forgets all elements, and gives memory back that only an uncommonly long line needed.
    @inlinable
    public mutating func removeAll() {
        length = 0
        if capacity > Self.mostKept { shrink() }
    }

    @usableFromInline static var mostKept: Int { 1 << 16 }

    @usableFromInline
    @inline(never)
    mutating func shrink() {
        unsafe base.deallocate()
        capacity = Self.mostKept
        unsafe base = .allocate(capacity: capacity)
    }
}
