/// A column about the capture itself: `endpoint=key.endpoint`, `inference=eventMetadata.inferenceId`.
package struct MetadataColumn: Equatable, Sendable {
    /// What can be told of a capture besides its payloads.
    package enum Source: Equatable, Sendable {
        case endpoint
        case variant
        case uri
        case bucket
        case key
        case versionID
        case etag
        /// A value inside the line's `eventMetadata`.
        case eventMetadata(ColumnPath)
    }

    /// The name in the row.
    package let name: String

    /// Where the value comes from.
    package let source: Source

    private static let named: [(String, Source)] = [
        ("key.endpoint", .endpoint), ("key.variant", .variant), ("object.uri", .uri), ("object.bucket", .bucket),
        ("object.key", .key), ("object.versionId", .versionID), ("object.etag", .etag),
    ]

    /// The sources as a user writes them.
    package static let sourceNames = named.map(\.0) + ["eventMetadata.NAME"]

    /// A metadata column.
    package init(name: String, source: Source) {
        self.name = name
        self.source = source
    }

    /// The columns that `CAPTURE_METADATA_COLUMNS` names.
    package static func parse(_ text: String) throws(MetadataColumnError) -> [MetadataColumn] {
        let columns: [Column]
        do { columns = try ColumnList.parse(text) } catch { throw .grammar(error) }
        var result: [MetadataColumn] = []
        for column in columns {
            guard let path = column.path, let source = source(path) else { throw .unknownSource(column: column.name) }
            result.append(MetadataColumn(name: column.name, source: source))
        }
        return result
    }

    private static func source(_ path: ColumnPath) -> Source? {
        guard case .key(let root)? = path.steps.first else { return nil }
        if root == "eventMetadata", path.steps.count > 1, !path.steps.contains(.each) {
            return .eventMetadata(ColumnPath(Array(path.steps.dropFirst())))
        }
        guard path.steps.count == 2, case .key(let leaf) = path.steps[1] else { return nil }
        return named.first { $0.0 == "\(root).\(leaf)" }?.1
    }
}

/// What is wrong with the metadata columns; each case ends a sentence that began with the variable's name.
package enum MetadataColumnError: Error, Equatable, CustomStringConvertible {
    case grammar(ColumnListError)
    case unknownSource(column: String)

    /// The sentence's end.
    package var description: String {
        switch self {
        case .grammar(let error): error.description
        case .unknownSource(let column):
            "'\(column)' needs a source: \(column)=\(MetadataColumn.sourceNames.joined(separator: ", or ="))"
        }
    }
}
