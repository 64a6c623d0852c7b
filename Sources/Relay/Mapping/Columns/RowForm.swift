/// What a row is written as.
package enum RowForm: Equatable, Sendable {
    /// An object of names and values.
    case object
    /// Arrays of values, one for each part of what a record tells: the request's, where there are any those of columns
    /// about the capture, and the response's. Between two of them stands a line feed, which no value holds.
    case parts
    /// The same, of rows that no record is made of.
    case values

    /// What stands between two parts.
    package static let partEnd = UInt8(ascii: "\n")
}
