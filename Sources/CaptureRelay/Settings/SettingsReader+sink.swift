extension SettingsReader {
    /// Where rows go: what `RELAY_SINK` says, else the sink whose settings are there, else a file, unless a sink is
    /// required.
    mutating func sink(isRequired: Bool) -> SinkChoice {
        let choice = SinkChoice.file(path: value(.file) ?? "-")
        if isSet(.sink) {
            if let name = word(.sink).flatMap(SinkName.init(rawValue:)), !name.isBuilt { refuseSink(name, because: "") }
            return choice
        }
        let reasons = SinkName.allCases.compactMap { name in
            Variable.allCases.first { $0.ownSink == name && isSet($0) }.map { (name: name, variable: $0) }
        }
        if reasons.count > 1 {
            let list = reasons.map { "\($0.name) (\($0.variable.name))" }.joined(separator: ", ")
            refuse(.sink, "is not set, and there are settings of several sinks: \(list); set it to one of them")
        } else if let reason = reasons.first, !reason.name.isBuilt {
            refuseSink(reason.name, because: " (chosen since \(reason.variable.name) is set)")
        } else if isRequired, reasons.isEmpty, isComplete {
            refuse(
                .sink,
                "is not set, and neither are settings of a sink; say where rows go, such as \(Variable.sink.name)=file")
        }
        return choice
    }

    /// Refuses what was set and does nothing yet, unless it asks for what is done anyway.
    mutating func refuseUnbuilt() {
        for variable in Variable.allCases where !variable.isBuilt && variable.ownSink == nil {
            // The sinks that read this one are refused for themselves; a file has no use for it.
            if variable == .monitorCABundle { continue }
            guard let value = trimmedValue(variable), value.lowercased() != variable.defaultText else { continue }
            refuse(variable, "is not built in this version; leave it unset")
        }
    }

    private mutating func refuseSink(_ name: SinkName, because reason: String) {
        refuse(
            .sink,
            """
            the \(name.rawValue) sink is not built in this version\(reason); set \(Variable.sink.name)=file to write \
            the rows to a file
            """)
    }
}
