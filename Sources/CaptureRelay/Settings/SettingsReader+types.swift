import Relay

/// The types of columns, as they are set.
struct ColumnTypes {
    /// The types by name, in the order in which they stand.
    var named: [(name: String, type: ColumnType)] = []

    /// The type of all columns that are not named.
    var rest: ColumnType?

    /// Takes the types of some names out.
    mutating func take(_ names: [String]) -> [String: ColumnType] {
        var taken: [String: ColumnType] = [:]
        for (name, type) in named where names.contains(name) { taken[name] = type }
        named.removeAll { taken[$0.name] != nil }
        return taken
    }
}

extension SettingsReader {
    /// The types that are set, each name once.
    mutating func columnTypes() -> ColumnTypes {
        var types = ColumnTypes()
        guard let text = textOrFile(.columnTypes) else { return types }
        do throws(ColumnListError) {
            var seen: Set<String> = []
            for (name, type) in try ColumnList.parseTypes(text) {
                if !seen.insert(name).inserted {
                    refuse(.columnTypes, "'\(name)' has a type twice")
                } else if name == "*" {
                    types.rest = type
                } else {
                    types.named.append((name, type))
                }
            }
        } catch {
            refuse(.columnTypes, error.description)
        }
        return types
    }

    /// Gives the columns their types; a name that no column has is a problem where all names are known.
    mutating func apply(_ types: ColumnTypes, to mapping: inout MappingSettings, namesAreKnown: Bool) {
        let labels = mapping.labels?.columns ?? []
        let names = (mapping.inputs + mapping.outputs + labels).map(\.name)
        for (name, type) in types.named {
            var isKnown = Self.apply(type, to: name, in: &mapping.inputs)
            if !isKnown { isKnown = Self.apply(type, to: name, in: &mapping.outputs) }
            // A label may well have the name of a column of the inference.
            if var own = mapping.labels, Self.apply(type, to: name, in: &own.columns) {
                mapping.labels = own
                isKnown = true
            }
            if !isKnown, namesAreKnown {
                let places =
                    labels.isEmpty
                    ? "\(Variable.inputColumns.name) or \(Variable.outputColumns.name)"
                    : "\(Variable.inputColumns.name), \(Variable.outputColumns.name) or \(Variable.labelColumns.name)"
                refuse(
                    .columnTypes, "'\(name)' is no column of \(places)" + Spelling.question(about: name, in: names))
            }
        }
        guard let rest = types.rest else { return }
        Self.apply(rest, to: &mapping.inputs)
        Self.apply(rest, to: &mapping.outputs)
        if var own = mapping.labels {
            Self.apply(rest, to: &own.columns)
            mapping.labels = own
        }
    }

    private static func apply(_ type: ColumnType, to name: String, in columns: inout [Column]) -> Bool {
        guard let index = columns.firstIndex(where: { $0.name == name }) else { return false }
        columns[index].type = type
        return true
    }

    /// A column that takes all values of a row is an array of numbers in any case.
    private static func apply(_ type: ColumnType, to columns: inout [Column]) {
        for index in columns.indices where columns[index].type == nil && !columns[index].takesAll {
            columns[index].type = type
        }
    }
}
