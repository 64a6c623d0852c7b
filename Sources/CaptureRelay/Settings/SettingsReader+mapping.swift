import Relay

extension SettingsReader {
    /// How captures become rows, checked as a whole.
    mutating func mapping() -> MappingSettings {
        let inputs = inputColumns()
        let timestamp = timestampColumn()
        let outputs = outputColumns()
        let metadata = metadataColumns()
        let id = columnName(.idColumn)
        let settings: [Variable] = [
            .inputColumns, .fiddlerModelColumns, .outputColumns, .fiddlerModelOutputColumn, .labelColumns,
        ]
        checkColumnNames([
            (inputs.variable, inputs.columns.map(\.name)),
            (timestamp.variable, timestamp.column.map { [$0.name] } ?? []),
            (outputs.variable, outputs.columns.map(\.name)),
            (.metadataColumns, metadata.map(\.name)),
            (.idColumn, id.map { [$0] } ?? []),
        ])
        checkExpansions(inputs.columns, of: inputs.variable)
        checkExpansions(outputs.columns, of: outputs.variable)

        var mapping = MappingSettings()
        mapping.inputs = inputs.columns
        mapping.outputs = outputs.columns
        mapping.timestamp = timestamp.column
        mapping.metadata = metadata
        mapping.idColumn = id
        mapping.relaysShadow = word(.shadow) == "relay"
        mapping.labels = labels(id: id)
        applyTypes(to: &mapping, namesAreKnown: isComplete && !settings.contains(where: hasProblem))
        return mapping
    }

    private mutating func inputColumns() -> (variable: Variable, columns: [Column]) {
        let variable = spelling(.inputColumns, alias: .fiddlerModelColumns)
        return (variable, columns(variable))
    }

    private mutating func outputColumns() -> (variable: Variable, columns: [Column]) {
        let variable = spelling(.outputColumns, alias: .fiddlerModelOutputColumn)
        return (variable, columns(variable))
    }

    private mutating func timestampColumn() -> (variable: Variable, column: TimestampColumn?) {
        let variable = spelling(.timestampColumn, alias: .fiddlerTimestampColumn)
        let format = word(.timestampFormat).flatMap(TimestampColumn.Format.init(rawValue:)) ?? .iso8601
        if isSet(.timestampFormat), !isSet(variable), isComplete {
            warnings.append(
                "\(Variable.timestampFormat.name): has no effect, since \(Variable.timestampColumn.name) is not set")
        }
        return (variable, columnName(variable).map { TimestampColumn(name: $0, format: format) })
    }

    private mutating func metadataColumns() -> [MetadataColumn] {
        guard let text = textOrFile(.metadataColumns) else { return [] }
        do throws(MetadataColumnError) { return try MetadataColumn.parse(text) } catch {
            refuse(.metadataColumns, error.description)
            return []
        }
    }

    private mutating func columns(_ variable: Variable) -> [Column] {
        guard let text = textOrFile(variable) else { return [] }
        do throws(ColumnListError) { return try ColumnList.parse(text) } catch {
            refuse(variable, error.description)
            return []
        }
    }

    /// How ground truth becomes rows, if it does.
    private mutating func labels(id: String?) -> LabelSettings? {
        let columns = columns(.labelColumns)
        guard !columns.isEmpty else { return nil }
        let labels = LabelSettings(columns, idColumn: id)
        checkColumnNames([(.idColumn, id.map { [$0] } ?? []), (.labelColumns, columns.map(\.name))])
        if id == nil, columns.contains(where: { $0.name == labels.idName }) {
            refuse(
                .labelColumns,
                "'\(labels.idName)' is the name that the id has; give the id another one in \(Variable.idColumn.name)")
        }
        checkExpansions(columns, of: .labelColumns)
        return labels
    }

    private static func apply(_ type: ColumnType, to name: String, in columns: inout [Column]) -> Bool {
        guard let index = columns.firstIndex(where: { $0.name == name }) else { return false }
        columns[index].type = type
        return true
    }

    private mutating func columnName(_ variable: Variable) -> String? {
        guard let text = value(variable) else { return nil }
        do throws(ColumnListError) {
            let columns = try ColumnList.parse(text)
            if let column = columns.first, columns == [Column(column.name)] { return column.name }
            refuse(variable, value: text, "is not a name alone")
        } catch {
            refuse(variable, error.description)
        }
        return nil
    }

    /// Which of two names of a setting is used; different values for them are a problem.
    private mutating func spelling(_ variable: Variable, alias: Variable) -> Variable {
        guard let aliasValue = trimmedValue(alias) else { return variable }
        guard let value = trimmedValue(variable) else { return alias }
        if value != aliasValue {
            refuse(alias, "has another value than \(variable.name), which means the same; set one of them")
        }
        return variable
    }

    private mutating func applyTypes(to mapping: inout MappingSettings, namesAreKnown: Bool) {
        guard let text = textOrFile(.columnTypes) else { return }
        let types: [(name: String, type: ColumnType)]
        do throws(ColumnListError) { types = try ColumnList.parseTypes(text) } catch {
            return refuse(.columnTypes, error.description)
        }
        let labels = mapping.labels?.columns ?? []
        let names = (mapping.inputs + mapping.outputs + labels).map(\.name)
        var seen: Set<String> = []
        for (name, type) in types {
            guard seen.insert(name).inserted else {
                refuse(.columnTypes, "'\(name)' has a type twice")
                continue
            }
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
    }
}
