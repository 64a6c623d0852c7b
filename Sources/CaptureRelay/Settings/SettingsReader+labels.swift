import Files
import Relay

/// How ground truth becomes rows.
extension SettingsReader {
    /// The columns of labels and of their ids, if ground truth is relayed.
    mutating func labels(id: String?) -> LabelSettings? {
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

    /// Where the captures lie that labels are joined with, for a sink whose rows of labels have features.
    mutating func joinPlace(for sink: SinkName?, _ mapping: inout MappingSettings) -> JoinPlace? {
        if sink == .openscale { mapping.labels?.form = .values }
        guard let text = trimmedValue(.joinPrefix), isComplete else { return nil }
        guard mapping.labels != nil, sink == .openscale else {
            let reason =
                mapping.labels == nil
                ? "\(Variable.labelColumns.name) is not set"
                : "labels go to the \(SinkName.openscale.rawValue) sink alone with features"
            warnings.append("\(Variable.joinPrefix.name): has no effect, since \(reason)")
            return nil
        }
        guard let place = place(text) else { return nil }
        mapping.labels?.joinPrefix = place.name
        checkJoin(mapping)
        return place
    }

    private mutating func place(_ text: String) -> JoinPlace? {
        if text.lowercased().hasPrefix("file:") {
            do throws(FolderURLError) { return .folder(path: try FolderURL.path(of: text)) } catch {
                refuse(.joinPrefix, error.description)
                return nil
            }
        }
        guard ObjectReference.isURL(text) else {
            if FileSystem.isFolder(text) { return .folder(path: FileSystem.absolutePath(text)) }
            refuse(.joinPrefix, "is neither s3://bucket/prefix nor a folder that is there")
            return nil
        }
        do throws(ObjectURLError) {
            let (bucket, prefix) = try ObjectReference.parts(of: text)
            return .s3(bucket: bucket, prefix: prefix)
        } catch {
            refuse(
                .joinPrefix,
                "names no bucket; it takes s3://bucket/prefix, with a bucket's name or an access point's ARN")
            return nil
        }
    }

    /// A row of feedback has the columns of the capture and of the label side by side.
    private mutating func checkJoin(_ mapping: MappingSettings) {
        guard !mapping.hasNoColumns else {
            let sides = "\(Variable.inputColumns.name) and \(Variable.outputColumns.name)"
            return refuse(.joinPrefix, "needs the columns of captures; set \(sides)")
        }
        let own = mapping.inputs.map(\.name) + mapping.responseFields
        for name in mapping.labels?.columns.map(\.name) ?? [] where own.contains(name) {
            refuse(
                .labelColumns,
                "'\(name)' is a column of captures too; with \(Variable.joinPrefix.name) every column needs a name of its own"
            )
        }
    }
}
