import Relay

extension SettingsReader {
    /// Refuses a name that two columns of a row would have.
    mutating func checkColumnNames(_ settings: [(variable: Variable, names: [String])]) {
        var owners: [String: Variable] = [:]
        for (variable, names) in settings {
            for name in names {
                guard let owner = owners.updateValue(variable, forKey: name) else { continue }
                let place = owner == variable ? "twice" : "here and in \(owner.name)"
                refuse(variable, "'\(name)' is named \(place); every column of a row needs a name of its own")
            }
        }
    }

    /// Refuses columns of one side whose values cannot be told apart by row.
    ///
    /// Paths that share everything up to their last `[]` give their rows in step. Arrays of one level each can still
    /// be compared, row by row, when a line is read. With more levels, equal counts would not mean equal rows.
    mutating func checkExpansions(_ columns: [Column], of variable: Variable) {
        let expanded = columns.compactMap { column in
            column.path.map(\.expansion).flatMap { $0.isEmpty ? nil : (name: column.name, expansion: $0) }
        }
        guard let first = expanded.first, let other = expanded.first(where: { $0.expansion != first.expansion }) else {
            return
        }
        let deep = expanded.first { $0.expansion.count { $0 == .each } > 1 }
        guard let deep else { return }
        refuse(
            variable,
            """
            '\(first.name)' and '\(other.name)' take their rows from different arrays, and the path of \
            '\(deep.name)' has [] more than once, so it is not known which values make one row; let their paths \
            be the same up to the last []
            """)
    }
}
