/// One way to read a payload that gives each row the configured columns: rows of cells in the order of the columns.
struct Reading: Equatable {
    /// How the rows were found, in words for the case that it is not clear which way is right.
    let form: ReadingForm

    /// The index of the first cell.
    let first: Int

    /// How many rows there are.
    let rows: Int

    /// Whether only a matching other side justifies it.
    let needsPartner: Bool
}

/// The forms rows can have in a payload.
enum ReadingForm: String {
    case records = "a record for each row"
    case recordsUnderHeader = "a record for each row under a header"
    case valuesOfOneRecord = "one record with a value for each row"
    case document = "the whole object as one row"
    case oneRow = "one row"
    case elements = "an element for each row"
    case columns = "an array for each column"
    case namesAndData = "names and data apart"
    case paths = "the configured paths"
}

/// Why a way to read a payload did not give each row the configured columns.
enum ReadingFault: Error {
    case width(row: Int, found: Int)
    case tooWide(row: Int)
    case listWidth(row: Int, found: Int, first: Int)
    case blankLine
    case tooManyValues
    case missingColumn(Int)
    case nestedValue(column: Int)
    case notARow
    case repeatedKey
    case pathIntoCSV(column: Int)
    case notAnArray(column: Int)
    case unequalCounts(column: Int, found: Int, expected: Int)
    case brokenCSV(record: Int, isOpen: Bool)
    case binary
    case headerOnly
}
