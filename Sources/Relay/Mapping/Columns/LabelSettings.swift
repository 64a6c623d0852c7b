/// How ground truth becomes rows: what `CAPTURE_LABEL_COLUMNS` and `CAPTURE_ID_COLUMN` say, and what the sink wants.
package struct LabelSettings: Equatable, Sendable {
    /// How a row is written.
    package enum Form: Sendable {
        /// An object: the id and the labels by their names.
        case object
        /// An array of values alone, whose names are said once for all rows.
        case values
    }

    /// The columns taken from the ground truth.
    package var columns: [Column]

    /// The column for the id of the inference, if it was named.
    package var idColumn: String?

    /// How a row is written.
    package var form = Form.object

    /// Where the captures lie whose features and prediction a row of values has besides, if it has them.
    package var joinPrefix: String?

    /// Labels of some columns.
    package init(_ columns: [Column], idColumn: String? = nil) {
        self.columns = columns
        self.idColumn = idColumn
    }

    /// The name that the id has in a row.
    package var idName: String { idColumn ?? "id" }
}
