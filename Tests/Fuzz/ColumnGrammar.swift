import Relay

/// Reads any text as each of the lists that settings hold, and what was read once more from what it was written as.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzColumnGrammar(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let columns = try? ColumnList.parse(text) {
        precondition(columns.allSatisfy { !$0.name.isEmpty }, "a column without a name was read")
        precondition(columns.allSatisfy { $0.path?.steps.isEmpty != true }, "a path without a step was read")
        let names = columns.map { "\"" + doubled($0.name) + "\"" }.joined(separator: ",")
        guard let again = try? ColumnList.parse(names) else { preconditionFailure("quoted names were refused") }
        precondition(again.map(\.name) == columns.map(\.name), "quoted names changed")
    }
    _ = try? ColumnList.parseTypes(text)
    _ = try? MetadataColumn.parse(text)
    return 0
}

/// The text with each quote doubled; by code points, since a quote and a mark on it are one `Character`.
private func doubled(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
        result.append(scalar)
        if scalar == "\"" { result.append(scalar) }
    }
    return String(result)
}
