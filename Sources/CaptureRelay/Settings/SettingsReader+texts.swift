import Relay

extension SettingsReader {
    /// The settings of a mapping that was read, in an order that never changes.
    func mappingTexts(_ mapping: MappingSettings) -> [SettingText] {
        var texts = [
            text(.inputColumns, alias: .fiddlerModelColumns), text(.outputColumns, alias: .fiddlerModelOutputColumn),
        ]
        if let timestamp = mapping.timestamp {
            texts.append(SettingText(Variable.timestampColumn.name, timestamp.name))
            if timestamp.format != .iso8601 {
                texts.append(SettingText(Variable.timestampFormat.name, timestamp.format.rawValue))
            }
        }
        texts.append(mapping.idColumn.map { SettingText(Variable.idColumn.name, $0) })
        texts += [text(.metadataColumns), text(.columnTypes), text(.openscaleResponse)]
        if mapping.relaysShadow { texts.append(SettingText(Variable.shadow.name, "relay")) }
        return texts.compactMap { $0 }
    }

    /// The settings of labels that were read, which captures have nothing to do with.
    func labelTexts(_ mapping: MappingSettings) -> [SettingText] {
        let prefix = mapping.labels?.joinPrefix.map { SettingText(Variable.joinPrefix.name, $0) }
        return [text(.labelColumns), prefix].compactMap { $0 }
    }

    private func text(_ variable: Variable, alias: Variable? = nil) -> SettingText? {
        let text = texts[variable] ?? alias.flatMap { texts[$0] }
        return text.map { SettingText(variable.name, Self.trimmed($0)) }
    }
}
