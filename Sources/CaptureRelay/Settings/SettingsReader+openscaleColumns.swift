import Relay

/// What OpenScale asks of the mapping.
extension SettingsReader {
    /// Makes the rows of captures the parts of records, and refuses what no record has room for.
    mutating func shapeForOpenScale(_ mapping: inout MappingSettings, _ sink: SinkChoice) {
        // Where labels alone have a place, inferences go nowhere.
        guard isSet(.openscaleDataSetID) || !isSet(.openscaleFeedbackDataSetID) else { return }
        mapping.form = .parts
        requireSide(mapping.inputs, .inputColumns, alias: .fiddlerModelColumns, "age,income")
        requireSide(mapping.outputs, .outputColumns, alias: .fiddlerModelOutputColumn, "score")
        guard case .openscale(let settings) = sink, case .v1? = settings.payload else { return }
        if isSet(.metadataColumns), !hasProblem(.metadataColumns) {
            refuse(
                .metadataColumns,
                "is set, and the records of payload logging v1 have no room for such columns; leave it unset, or use v2"
            )
        }
        let columns: [(name: String?, variable: Variable, member: String)] = [
            (mapping.timestamp?.name, .timestampColumn, "scoring_timestamp"),
            (mapping.idColumn, .idColumn, "scoring_id"),
        ]
        for (name, variable, member) in columns where name != nil {
            warnings.append(
                "\(variable.name): has no effect on payload logging v1, whose records tell the same as \(member)")
        }
        mapping.metadata = []
        mapping.timestamp = nil
        mapping.idColumn = nil
    }

    private mutating func requireSide(_ columns: [Column], _ variable: Variable, alias: Variable, _ example: String) {
        guard isComplete, columns.isEmpty, !isSet(variable), !isSet(alias) else { return }
        if variable == .outputColumns, isSet(.openscaleResponse) { return }
        refuse(
            variable,
            """
            is not set; the records of the openscale sink have a request and a response, so both sides' columns must \
            be named, such as \(variable.name)=\(example)
            """)
    }
}
