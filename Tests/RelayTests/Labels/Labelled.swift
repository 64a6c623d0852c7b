import JSON
import Relay
import TestSupport

/// A mapping of labels in a test: its columns as a user writes them.
struct Labelled: Sendable {
    var settings: LabelSettings

    init(_ columns: String, types: String = "", id: String? = nil) {
        settings = LabelSettings(Mapped(columns, types: types).settings.inputs, idColumn: id)
    }

    /// A line of ground truth as SageMaker's guide has it.
    static func line(_ data: String, encoding: String = "CSV", id: String? = "e-1") -> String {
        let metadata = id.map { #"{"eventId":"\#($0)"}"# } ?? "{}"
        return
            #"{"groundTruthData":{"data":\#(Captured.string(data)),"encoding":"\#(encoding)"},"eventMetadata":\#(metadata),"eventVersion":"0"}"#
    }

    /// The rows of a line as they are written.
    func rows(of line: String) throws(LineProblem) -> [String] { try rows(of: Array(line.utf8), table: nil) }

    /// The rows of a record of a table.
    func rows(of record: String, under header: String) throws(LineProblem) -> [String] {
        try rows(of: Array(record.utf8), table: table(header))
    }

    /// The rows of bytes that may be no text.
    func rows(of line: [UInt8], table: LabelTable?) throws(LineProblem) -> [String] {
        var all = MappingSettings()
        all.labels = settings
        var mapping = LabelMapping(all)
        mapping.begin(table)
        var source = ByteBuffer()
        source.append(contentsOf: line)
        guard case .rows(let count) = try mapping.read(source.bytes, offset: 1000) else { return [] }
        var rows: [String] = []
        for row in 0..<count {
            var written = ByteBuffer()
            try mapping.writeRow(row, into: &written)
            rows.append(written.bytes.text)
        }
        return rows
    }

    /// What is wrong with a line, if anything is.
    func problem(of line: String, under header: String? = nil) -> LineProblem? {
        do {
            _ = try rows(of: Array(line.utf8), table: header.flatMap(table))
            return nil
        } catch {
            return error
        }
    }

    /// The table that a header begins.
    func table(_ header: String) -> LabelTable? {
        guard case .table(let table)? = recognition(header) else { return nil }
        return table
    }

    /// What an object's first bytes are taken for.
    func recognition(_ head: String, isWhole: Bool = true) -> LabelTable.Recognition? {
        reading(head) { LabelTable.recognise($0, isWhole: isWhole, settings) }
    }
}
