import Relay

extension SettingsReader {
    /// How captures become rows, checked as a whole; what the response's fields are only matters to the monitor that
    /// wants them named.
    mutating func mapping(for sink: SinkName? = nil) -> MappingSettings {
        let inputs = inputColumns()
        let timestamp = timestampColumn()
        let response = sink == .openscale ? responseList() : nil
        var outputs = outputColumns()
        if outputs.columns.isEmpty, !isSet(outputs.variable), let response {
            outputs = (.openscaleResponse, response.columns)
        }
        let metadata = metadataColumns()
        let id = columnName(.idColumn)
        let settings: [Variable] = [
            .inputColumns, .fiddlerModelColumns, .outputColumns, .fiddlerModelOutputColumn, .labelColumns,
            .openscaleResponse,
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
        var types = columnTypes()
        let derived = types.take(response?.derivedNames ?? [])
        apply(types, to: &mapping, namesAreKnown: isComplete && !settings.contains(where: hasProblem))
        if let response { name(response, in: &mapping, types: derived) }
        return mapping
    }

    /// The fields of the response, where they are not simply the output columns.
    private mutating func responseList() -> ResponseList? {
        guard let text = textOrFile(.openscaleResponse) else { return nil }
        do throws(ResponseListError) { return try ResponseList(text) } catch {
            refuse(.openscaleResponse, error.description)
            return nil
        }
    }

    private mutating func name(
        _ response: ResponseList, in mapping: inout MappingSettings, types: [String: ColumnType]
    ) {
        do throws(ResponseListError) {
            mapping.response = try response.fields(of: mapping.outputs, types: types)
        } catch {
            refuse(.openscaleResponse, error.description)
        }
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

    mutating func columns(_ variable: Variable) -> [Column] {
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
}
