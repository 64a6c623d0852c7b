/// One field of a response whose fields are not simply the output columns.
package struct ResponseField: Equatable, Sendable {
    /// Where its value comes from.
    package enum Source: Equatable, Sendable {
        /// An output column; text of CSV becomes a number, unless the column has a type.
        case column(Int)
        /// Some output columns together, as an array of numbers.
        case array([Int])
        /// Whether the value of a column reaches a number: 1, or 0.
        case threshold(column: Int, atLeast: Double)
        /// The place of the largest value of some columns, or inside of the array that one column is.
        case largest([Int])
    }

    /// The field's name.
    package let name: String
    /// Where its value comes from.
    package let source: Source
    /// How a derived value is written.
    package let type: ColumnType

    /// A field.
    package init(_ name: String, _ source: Source, type: ColumnType = .int) {
        self.name = name
        self.source = source
        self.type = type
    }
}
