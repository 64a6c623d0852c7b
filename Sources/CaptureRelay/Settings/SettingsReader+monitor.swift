import AWS
import Files
import Relay

/// What every sink that sends to a monitor asks of the settings.
extension SettingsReader {
    /// The address that a variable holds.
    mutating func webURL(_ variable: Variable) -> WebURL? {
        guard let text = trimmedValue(variable) else { return nil }
        do throws(WebURLError) { return try WebURL(text) } catch {
            refuse(variable, "\(error); it takes one such as \(variable.example)")
            return nil
        }
    }

    /// Notes that a setting is missing without which rows cannot go to a sink.
    mutating func require(_ variable: Variable, for sink: SinkName, orElse other: Variable? = nil) {
        // What a settings file that cannot be read would have said is not known.
        guard isComplete, !isSet(variable), !hasProblem(variable) else { return }
        let otherwise = other.map { ", and neither is \($0.name)" } ?? ""
        let need = other == nil ? "it" : "one of them"
        refuse(
            variable,
            "is not set\(otherwise); the \(sink.rawValue) sink needs \(need), such as \(variable.name)=\(variable.example)"
        )
    }

    /// Refuses to send a secret where others could read it on its way.
    mutating func checkPrivacy(_ url: WebURL, of variable: Variable) {
        guard !url.isPrivate, !allowsHTTP else { return }
        refuse(
            variable,
            """
            begins with http://, and a secret would travel to \(url.parts.host) for everybody on the way to read; use \
            https://, or set \(Variable.allowHTTP.name)=true
            """)
    }

    /// The file of certificate authorities for the monitor.
    mutating func monitorAuthorities() -> String? {
        guard let path = value(.monitorCABundle) else { return nil }
        do throws(SystemError) { try FileSystem.checkReadable(path) } catch {
            refuse(.monitorCABundle, "the certificate authorities in \(path) cannot be read: \(error)")
            return nil
        }
        guard FileSystem.isFolder(path) else { return path }
        refuse(.monitorCABundle, "\(path) is a folder; it takes one file of certificate authorities, in PEM")
        return nil
    }

    /// Refuses to guess the names of a monitor's columns.
    mutating func requireColumns(for sink: SinkName, _ mapping: MappingSettings) {
        if mapping.labels != nil, mapping.idColumn == nil { requireIDColumn(for: sink) }
        let settings: [Variable] = [
            .inputColumns, .outputColumns, .fiddlerModelColumns, .fiddlerModelOutputColumn, .labelColumns,
        ]
        guard isComplete, !settings.contains(where: isSet) else { return }
        refuse(
            .inputColumns,
            """
            is not set, and neither is \(Variable.outputColumns.name); for the \(sink.rawValue) sink the columns must \
            be named, such as \(Variable.inputColumns.name)=age,income
            """)
    }

    /// Refuses labels that no monitor could find the inference of.
    private mutating func requireIDColumn(for sink: SinkName) {
        guard isComplete, sink != .openscale, !hasProblem(.idColumn) else { return }
        refuse(
            .idColumn,
            """
            is not set, but \(Variable.labelColumns.name) is; the \(sink.rawValue) sink finds the inference of a label by \
            that column, such as \(Variable.idColumn.name)=\(Variable.idColumn.example)
            """)
    }
}
