/// What all records of a line have in common.
package final class RecordFrame: Sendable {
    /// What the id is made from: the same for the same line in every run.
    let name: String
    /// Members of the record, each with a comma before it.
    package let members: [UInt8]

    /// What the records of a line have in common.
    package init(name: String, members: String) {
        self.name = name
        self.members = Array(members.utf8)
    }

    /// How many bytes it adds to a record.
    package var count: Int { members.count }

    /// The id of a record, by the first of its rows where the record does not hold all of the line.
    package func id(from row: Int?) -> String {
        NameBasedUUID.text(ofURL: row.map { "\(name)-\($0)" } ?? name)
    }
}
