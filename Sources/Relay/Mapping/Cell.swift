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

    var start: Int32
    var end: Int32
    var kind: Kind

    @inline(__always)
    init(_ kind: Kind, from start: Int, to end: Int) {
        self.start = Int32(truncatingIfNeeded: start)
        self.end = Int32(truncatingIfNeeded: end)
        self.kind = kind
    }

    static let missing = Cell(.missing, from: 0, to: 0)
}
