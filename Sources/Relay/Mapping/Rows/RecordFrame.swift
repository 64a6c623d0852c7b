/// What all records of a line have in common.
package final class RecordFrame: Sendable {
    /// What the id is made from: the same for the same line in every run.
    let name: String
    /// Members of the record, each with a comma before it.
    package let members: [UInt8]
    /// How many rows the line has.
    private let rows: Int

    /// What the records of a line of so many rows have in common.
    package init(name: String, members: String, rows: Int) {
        self.name = name
        self.members = Array(members.utf8)
        self.rows = rows
    }

    /// How many bytes it adds to a record.
    package var count: Int { members.count }

    /// Whether so many different rows are all that the line has.
    package func isHeld(by rows: Int) -> Bool { rows == self.rows }

    /// The id of the record that holds all of the line.
    package var id: String { NameBasedUUID.text(ofURL: name) }

    /// The id of a record that holds some of the line's rows, made from their numbers: `-3` of one, `-3-5` of three.
    ///
    /// How a line is divided depends on what is sent beside it, and may be another way in the next run. No two records
    /// with other rows may have the same id, since OpenScale takes the second for the first.
    package func id(of rows: [Range<Int>]) -> String {
        let numbers = rows.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound - 1)" }
        return NameBasedUUID.text(ofURL: "\(name)-\(numbers.joined(separator: ","))")
    }
}
