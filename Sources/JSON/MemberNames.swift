/// The names of an object's members as they stand before the values, made JSON once: `,"name":`.
@frozen
public struct MemberNames: ~Copyable {
    /// Where a name stands in the text, up to its colon; a quote that opens a string is behind it.
    @usableFromInline
    @frozen
    struct Place: BitwiseCopyable {
        @usableFromInline let start: UInt32
        @usableFromInline let length: UInt32

        @usableFromInline
        init(from start: Int, to end: Int) {
            self.start = UInt32(start)
            length = UInt32(end - start)
        }
    }

    @usableFromInline var text = ByteBuffer()
    @usableFromInline var places = RefillableList<Place>()

    /// The names in the order in which they are written; the first one opens the object.
    public init(_ names: [String]) {
        for name in names {
            let start = text.count
            text.append(places.isEmpty ? 0x7B : 0x2C)
            text.appendJSON(name)
            text.append(0x3A)
            places.append(Place(from: start, to: text.count))
            text.append(0x22)
        }
    }

    /// How many names there are.
    @inlinable public var count: Int { places.count }

    /// A name with its colon.
    @inlinable public subscript(index: Int) -> Bytes {
        @inline(__always)
        get {
            let place = places[index]
            return text.bytes.slice(place.start, length: place.length)
        }
    }
}
