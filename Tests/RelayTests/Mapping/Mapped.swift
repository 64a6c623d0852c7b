import JSON
import Relay

/// A mapping of a test: its settings as a user writes them.
struct Mapped: Sendable {
    var settings = MappingSettings()

    /// The object that the lines come from.
    var object = ObjectReference(
        bucket: "captures", key: "p/churn/AllTraffic/2026/01/01/00/00-00-000-a.jsonl", versionID: "v1", etag: "e1")

    /// A mapping with columns, or without any.
    init(
        _ inputs: String = "",
        _ outputs: String = "",
        types: String = "",
        metadata: String = "",
        timestamp: TimestampColumn? = nil,
        id: String? = nil,
        relaysShadow: Bool = false
    ) {
        settings.inputs = Self.columns(inputs, types)
        settings.outputs = Self.columns(outputs, types)
        settings.timestamp = timestamp
        settings.metadata = metadata.isEmpty ? [] : (try? MetadataColumn.parse(metadata)) ?? []
        settings.idColumn = id
        settings.relaysShadow = relaysShadow
    }

    private static func columns(_ list: String, _ types: String) -> [Column] {
        guard !list.isEmpty, var columns = try? ColumnList.parse(list) else { return [] }
        for (name, type) in types.isEmpty ? [] : (try? ColumnList.parseTypes(types)) ?? [] {
            for index in columns.indices where columns[index].name == name { columns[index].type = type }
        }
        return columns
    }

    /// The rows of a line as they are written; none of a line that is ignored.
    func rows(of line: String, offset: Int = 0) throws(LineProblem) -> [String] {
        try rows(of: Array(line.utf8), offset: offset)
    }

    /// The rows of a line that may be no text.
    func rows(of line: [UInt8], offset: Int = 0) throws(LineProblem) -> [String] {
        var mapping = CaptureMapping(settings)
        mapping.begin(object)
        return try Self.rows(of: line, offset: offset, with: &mapping)
    }

    /// The rows of a line by a mapping that may have read others before.
    static func rows(
        of line: [UInt8],
        offset: Int = 0,
        with mapping: inout CaptureMapping
    ) throws(LineProblem) -> [String] {
        var source = ByteBuffer()
        source.append(contentsOf: line)
        guard case .rows(let count) = try mapping.read(source.bytes, offset: offset) else { return [] }
        var rows: [String] = []
        for row in 0..<count {
            var written = ByteBuffer()
            try mapping.writeRow(row, into: &written)
            rows.append(written.bytes.text)
        }
        return rows
    }

    /// Why a line is ignored.
    func reasonForIgnoring(_ line: String) throws(LineProblem) -> String? {
        var mapping = CaptureMapping(settings)
        mapping.begin(object)
        var source = ByteBuffer()
        source.append(text: line)
        guard case .ignored(let reason) = try mapping.read(source.bytes, offset: 0) else { return nil }
        return reason
    }

    /// What is wrong with a line, if anything is.
    func problem(of line: String) -> LineProblem? {
        do {
            _ = try rows(of: line)
            return nil
        } catch {
            return error
        }
    }

    /// The kind of problem that a line has.
    func refusal(of line: String) -> LineProblem.Reason? { problem(of: line)?.reason }
}
