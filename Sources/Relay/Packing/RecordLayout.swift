/// How the rows of a line become one record: an object in which each part of the rows has an array of its own.
///
/// A row is written as its parts, JSON values with a line feed between one and the next, which no JSON value of ours
/// holds. They are sorted into the record when it is known which rows are sent together.
package struct RecordLayout: Equatable, Sendable {
    /// What stands before the first part of all rows, between each part and the next, and behind the last.
    let pieces: [[UInt8]]

    /// The key of the record's id, which comes last.
    let idKey: [UInt8]

    /// A layout of the pieces around the parts, of which there is one more than parts: `{"a":[`, `],"b":[`, `]`.
    ///
    /// Behind them come the members that the line has for all its records, the id, and the brace that closes the record.
    package init(pieces: [String], idKey: String) {
        self.pieces = pieces.map { Array($0.utf8) }
        self.idKey = Array(idKey.utf8)
    }

    /// How many bytes a record has besides its rows and the members of its line: the id, its quote and the brace too.
    var overhead: Int { pieces.reduce(0) { $0 + $1.count } + idKey.count + 38 }
}
