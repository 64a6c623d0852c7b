import Relay

extension SettingsReader {
    /// How captures become rows, checked as a whole.
    mutating func mapping() -> MappingSettings {
        let inputs = inputColumns()
        let timestamp = timestampColumn()
        let outputs = outputColumns()
        let metadata = metadataColumns()
        let id = columnName(.idColumn)
        let settings: [Variable] = [.inputColumns, .fiddlerModelColumns, .outputColumns, .fiddlerModelOutputColumn]
        let namesAreKnown = isComplete && !settings.contains(where: hasProblem)
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
        applyTypes(to: &mapping, namesAreKnown: namesAreKnown)
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
        let names = mapping.inputs.map(\.name) + mapping.outputs.map(\.name)
        var seen: Set<String> = []
        for (name, type) in types {
            guard seen.insert(name).inserted else {
                refuse(.columnTypes, "'\(name)' has a type twice")
                continue
            }
            if let index = mapping.inputs.firstIndex(where: { $0.name == name }) {
                mapping.inputs[index].type = type
            } else if let index = mapping.outputs.firstIndex(where: { $0.name == name }) {
                mapping.outputs[index].type = type
            } else if namesAreKnown {
                refuse(
                    .columnTypes,
                    "'\(name)' is no column of \(Variable.inputColumns.name) or \(Variable.outputColumns.name)"
                        + Spelling.question(about: name, in: names))
            }
        }
    }
}
