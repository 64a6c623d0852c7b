import JSON

/// One value of a row, as a place in the payload's text: nothing is copied until it is written.
struct Cell: Equatable {
    /// What stands at that place.
    enum Kind: UInt8 {
        /// Plain text from CSV, which must be escaped when it is written.
        case text
        /// The inside of a JSON string, escaped as it stands.
        case string
        /// A JSON number.
        case number
        /// `NaN` or an infinity, as Python writes them into JSON.
        case nonFinite
        case `true`
        case `false`
        case null
        /// An object or array.
        case nested
        /// Nothing: an optional column that the payload does not have.
        case missing

        /// A bit of its own, to ask for one of several at once.
        var bit: UInt16 { 1 &<< UInt16(rawValue) }
    }

    /// Where it begins.
    let start: UInt32

    /// How many bytes it has.
    let length: UInt32

    /// What stands there.
    let kind: Kind

    @inline(__always)
    init(_ kind: Kind, from start: Int, to end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        length = UInt32(truncatingIfNeeded: end &- start)
        self.kind = kind
    }

    /// Where it ends.
    @inline(__always) var end: Int { Int(start) &+ Int(length) }

    /// Its bytes in the text that it is a place of.
    @inline(__always)
    func bytes(in text: Bytes) -> Bytes { text.slice(start, length: length) }

    /// How a number's, string's or plain text's bytes are written in a column of a type, where they are written as they
    /// stand; whatever else must be worked out, and perhaps refused.
    @inline(__always)
    func form(as type: ColumnType?, _ text: Bytes) -> ByteBuffer.ValueForm {
        switch type {
        case .float: kind != .string && text.plainNumber != .no ? .bare : .other
        case .int: kind != .string && text.plainNumber == .whole ? .bare : .other
        case .string: kind == .number || text.isEmpty ? .other : .quoted
        case .bool: .other
        case nil: kind == .number ? .bare : .quoted
        }
    }

    static let missing = Cell(.missing, from: 0, to: 0)
}
