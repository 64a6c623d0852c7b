import JSON
import Relay
import Testing

/// Public captures give the rows that their index counts.
@Suite struct CaptureSampleTests {
    /// What the index says of a line.
    private struct Entry {
        let line: Int
        let rows: Int
        let isIgnored: Bool
    }

    private static func index() throws -> [String: [Entry]] {
        let text = String(decoding: try SampleFolder.bytes(of: "captures/INDEX.jsonl"), as: UTF8.self)
        var index: [String: [Entry]] = [:]
        for line in text.split(separator: "\n") {
            let json = try JSONValue(parsing: String(line))
            let slots = json["slots"]?.elements?.compactMap(\.string) ?? []
            let isIgnored = slots.contains("groundTruthData") || slots.contains("batchTransformOutput")
            let entry = Entry(
                line: number(json["line"]), rows: isIgnored ? 0 : number(json["table_rows"]), isIgnored: isIgnored)
            index[json["file"]?.string ?? "", default: []].append(entry)
        }
        return index
    }

    private static func number(_ value: JSONValue?) -> Int {
        guard case .number(let text)? = value else { return -1 }
        return Int(text) ?? -1
    }

    @Test func `each line gives the rows of the index`() throws {
        guard SampleFolder.names(in: "captures").contains("INDEX.jsonl") else { return }
        let mapped = Mapped(relaysShadow: true)
        let index = try Self.index()
        #expect(index.values.joined().count > 400)
        for (file, entries) in index {
            let bytes = try SampleFolder.bytes(of: "captures/\(file)")
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            for entry in entries {
                let rows = try mapped.rows(of: Array(lines[entry.line - 1]))
                #expect(rows.count == entry.rows, "\(file) line \(entry.line)")
            }
        }
    }

    @Test func `each file is delivered whole, in chunks of any size`() async throws {
        guard SampleFolder.names(in: "captures").contains("INDEX.jsonl") else { return }
        for (file, entries) in try Self.index() {
            let bytes = try SampleFolder.bytes(of: "captures/\(file)")
            let rig = PipelineRig(Mapped(id: "id", relaysShadow: true))
            let result = await rig.result(of: .init(bytes, chunks: [4099, 70_001]))
            #expect(rig.rows.count == entries.map(\.rows).reduce(0, +), "\(file)")
            #expect(result?.tally.ignored == entries.filter(\.isIgnored).count, "\(file)")
            #expect(result?.tally.quarantined == 0, "\(file)")
            #expect(result?.outcome == (entries.allSatisfy(\.isIgnored) ? .skipped : .delivered), "\(file)")
        }
    }

    @Test func `what lies beside captures is skipped with the reason or refused line by line, and never a row`()
        async throws
    {
        for name in SampleFolder.names(in: "captures/other") {
            let rig = PipelineRig(Mapped(id: "id"))
            let result = await rig.result(of: .init(try SampleFolder.bytes(of: "captures/other/\(name)")))
            #expect(rig.rows.isEmpty, "\(name)")
            let isRefused = result?.tally.lines == 2 && result?.tally.quarantined == 2
            #expect(result?.outcome == .skipped || isRefused, "\(name)")
            if name.hasPrefix("real-") { #expect(result?.outcome == .skipped, "\(name)") }
        }
    }
}
