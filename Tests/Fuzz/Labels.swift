import JSON
import Relay

/// Reads any bytes as labels, in documents or as a table, and as the captures that they are joined with.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLabels(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for settings in allSettings { relay(bytes, settings) }
    return 0
}

/// Splits, reads and maps; every row that is written must be JSON of as many values as are configured.
private func relay(_ bytes: [UInt8], _ settings: MappingSettings) {
    guard let labels = settings.labels else { return }
    var splitter = LineSplitter(limit: 1 << 20)
    splitter.buffer.append(contentsOf: bytes)
    splitter.isComplete = true
    splitter.skipByteOrderMark()
    var mapping = LabelMapping(settings)
    switch ObjectKind.recognise(splitter.head) {
    case .groundTruth(let form), .captures(let form): splitter.form = form
    default: break
    }
    if case .table(var table)? = LabelTable.recognise(splitter.head, isWhole: true, labels) {
        table.offset += splitter.position
        splitter.form = .records
        mapping.begin(table)
    }
    while let line = splitter.next() {
        guard !line.isOverLimit else { continue }
        if let label = mapping.lonelyLabel(of: line.bytes, offset: line.offset) {
            var collector = CaptureCollector([label], relaysShadow: false)
            reading(bytes) { collector.take($0, offset: 0, of: ObjectReference(bucket: "captures", key: "a")) }
            let lookup = collector.lookup()
            precondition(lookup.knows(label), "the first label of a search is neither found nor missed")
            mapping.take(lookup)
        }
        map(line, with: &mapping, settings)
    }
}

/// Hands out each line of the bytes, which may be captures too.
private func reading(_ bytes: [UInt8], _ body: (Bytes) -> Void) {
    var splitter = LineSplitter(limit: 1 << 20)
    splitter.buffer.append(contentsOf: bytes)
    splitter.isComplete = true
    while let line = splitter.next() { if !line.isOverLimit { body(line.bytes) } }
}

private func map(_ line: Line, with mapping: inout LabelMapping, _ settings: MappingSettings) {
    var row = ByteBuffer()
    do throws(LineProblem) {
        guard case .rows(let count) = try mapping.read(line.bytes, offset: line.offset) else { return }
        precondition(count > 0, "a line was mapped to no rows")
        for index in 0..<count {
            row.removeAll()
            try mapping.writeRow(index, into: &row)
            let value = try? JSONValue(parsing: row.bytes)
            let width = value?.members?.count ?? value?.elements?.count
            let isObject = settings.labels?.form == .object
            precondition(
                width == settings.labelFields.count + (isObject ? 1 : 0), "a row has not the values that are configured"
            )
        }
    } catch {
        precondition(!error.detail.isEmpty, "a line was refused without a word")
    }
}

/// One label; several with types and an optional one; by paths; values alone, and joined with captures.
private let allSettings = [
    settings("y"), settings("y,z?", types: [.int, .float]), settings("y=truth[].y,z?=truth[].z"),
    settings("y", form: .values), settings("y,z", form: .values, inputs: "a,b", outputs: "p"),
]

private func settings(
    _ labels: String, types: [ColumnType] = [], form: LabelSettings.Form = .object, inputs: String = "",
    outputs: String = ""
) -> MappingSettings {
    var columns = (try? ColumnList.parse(labels)) ?? []
    for (index, type) in types.enumerated() { columns[index].type = type }
    var settings = MappingSettings()
    settings.labels = LabelSettings(columns)
    settings.labels?.form = form
    guard !inputs.isEmpty else { return settings }
    settings.labels?.joinPrefix = "s3://captures/"
    settings.inputs = (try? ColumnList.parse(inputs)) ?? []
    settings.outputs = (try? ColumnList.parse(outputs)) ?? []
    return settings
}
