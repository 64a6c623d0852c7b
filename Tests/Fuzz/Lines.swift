import JSON
import Relay

/// Reads any bytes as the lines of a capture object and maps them to rows, under several settings.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLines(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    relayFuzzLines(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Splits, reads and maps; every row that is written must be JSON with the configured columns.
func relayFuzzLines(_ bytes: [UInt8]) {
    for settings in allSettings { relay(bytes, settings) }
}

private func relay(_ bytes: [UInt8], _ settings: MappingSettings) {
    var splitter = LineSplitter(limit: 1 << 20)
    splitter.buffer.append(contentsOf: bytes)
    splitter.isComplete = true
    splitter.skipByteOrderMark()
    if case .captures(let form) = ObjectKind.recognise(splitter.head) { splitter.form = form }
    var mapping = CaptureMapping(settings)
    mapping.begin(ObjectReference(bucket: "captures", key: "churn/AllTraffic/2026/11/20/12/00-00-000-a.jsonl"))
    while let line = splitter.next() {
        guard !line.isOverLimit else { continue }
        map(line, with: &mapping, columns: names(in: settings))
    }
}

private func map(_ line: Line, with mapping: inout CaptureMapping, columns: [String]) {
    var row = ByteBuffer()
    do throws(LineProblem) {
        guard case .rows(let count) = try mapping.read(line.bytes, offset: line.offset) else { return }
        precondition(count > 0, "a line was mapped to no rows")
        for index in 0..<count {
            row.removeAll()
            try mapping.writeRow(index, into: &row)
            guard let value = try? JSONValue(parsing: row.bytes), let members = value.members else {
                preconditionFailure("a row is no JSON object")
            }
            precondition(columns.isEmpty || members.map(\.key) == columns, "a row has other columns than configured")
        }
    } catch {
        precondition(!error.detail.isEmpty, "a line was refused without a word")
    }
}

private func names(in settings: MappingSettings) -> [String] {
    guard !settings.inputs.isEmpty || !settings.outputs.isEmpty else { return [] }
    let time = settings.timestamp.map { [$0.name] } ?? []
    let id = settings.idColumn.map { [$0] } ?? []
    return settings.inputs.map(\.name) + time + settings.outputs.map(\.name) + settings.metadata.map(\.name) + id
}

/// No columns at all; two by name or position; types and an optional one; paths.
private let allSettings = [
    settings("", ""), settings("a,b", "score"), settings("a,b?", "score", "a:int,b:float,score:bool", .epoch),
    settings("a=instances[].a,b=meta.b[0]", "score=predictions[].score,label=predictions[].label", "", .datetime),
]

private func settings(
    _ inputs: String,
    _ outputs: String,
    _ types: String = "",
    _ format: TimestampColumn.Format? = nil
) -> MappingSettings {
    var settings = MappingSettings()
    settings.inputs = columns(inputs, types)
    settings.outputs = columns(outputs, types)
    settings.timestamp = format.map { TimestampColumn(name: "when", format: $0) }
    settings.metadata = (try? MetadataColumn.parse("endpoint=key.endpoint,note=eventMetadata.note")) ?? []
    settings.idColumn = "id"
    return settings
}

private func columns(_ list: String, _ types: String) -> [Column] {
    guard !list.isEmpty, var columns = try? ColumnList.parse(list) else { return [] }
    for (name, type) in types.isEmpty ? [] : (try? ColumnList.parseTypes(types)) ?? [] {
        for index in columns.indices where columns[index].name == name { columns[index].type = type }
    }
    return columns
}
