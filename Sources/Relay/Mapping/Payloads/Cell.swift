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

    /// How its text is written, where it can be written as it stands.
    ///
    /// What is none of the plain cases is other: it must be worked out, and perhaps refused.
    @inline(__always)
    func form(as type: ColumnType?, of payload: Payload, _ text: Bytes) -> ByteBuffer.ValueForm {
        switch kind {
        case .text:
            guard payload.isPlain else { return .other }
            return switch type {
            case nil: .quoted
            case .float: text.plainNumber != .no ? .bare : .other
            case .int: text.plainNumber == .whole ? .bare : .other
            case .string: text.isEmpty ? .other : .quoted
            case .bool: .other
            }
        case .number:
            return switch type {
            case nil: .bare
            case .float: text.plainNumber != .no ? .bare : .other
            case .int: text.plainNumber == .whole ? .bare : .other
            case .string, .bool: .other
            }
        case .string:
            return (type == nil || type == .string) && !payload.hasLoneSurrogate ? .quoted : .other
        case .true, .false:
            return type == nil ? .bare : .other
        case .nonFinite, .null, .nested, .missing:
            return .other
        }
    }

    static let missing = Cell(.missing, from: 0, to: 0)
}
