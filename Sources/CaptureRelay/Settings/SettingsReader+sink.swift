import Relay

extension SettingsReader {
    /// Where rows go; a file, where settings of another sink are missing or wrong.
    mutating func sink(_ name: SinkName?) -> SinkChoice {
        checkWords()
        let choice: SinkChoice? =
            switch name {
            case .fiddler: fiddler().map { .fiddler($0) }
            case .http: endpoint().map { .endpoint($0) }
            case .openscale: openscale().map { .openscale($0) }
            case .file, nil: nil
            }
        if name == .file || name == nil { warnOfUnusedCompression() }
        return choice ?? .file(path: value(.file) ?? "-")
    }

    /// What `RELAY_SINK` says, else the sink whose settings are there; none means a file, unless a sink is required.
    mutating func sinkName(isRequired: Bool) -> SinkName? {
        if isSet(.sink) {
            return word(.sink).flatMap(SinkName.init(rawValue:))
        }
        let reasons = SinkName.allCases.compactMap { name in
            Variable.allCases.first { $0.choosesSink && $0.ownSink == name && isSet($0) }.map {
                (name: name, variable: $0)
            }
        }
        if reasons.count > 1 {
            let list = reasons.map { "\($0.name) (\($0.variable.name))" }.joined(separator: ", ")
            refuse(.sink, "is not set, and there are settings of several sinks: \(list); set it to one of them")
            return nil
        }
        if let reason = reasons.first { return reason.name }
        if isRequired, isComplete {
            refuse(
                .sink,
                "is not set, and neither are settings of a sink; say where rows go, such as \(Variable.sink.name)=file")
        }
        return nil
    }

    private mutating func warnOfUnusedCompression() {
        guard compresses else { return }
        warnings.append("\(Variable.compression.name): has no effect, since rows go to a file")
    }
}
