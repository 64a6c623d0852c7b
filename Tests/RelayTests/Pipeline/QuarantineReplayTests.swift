import JSON
import Relay
import Testing

/// Quarantined lines that are relayed again.
@Suite struct QuarantineReplayTests {
    private static let mapped = Mapped(
        "a", "y", types: "a:int", metadata: "u=object.uri,v=object.versionId,e=key.endpoint", id: "id")

    private static let object = ObjectReference(
        bucket: "other", key: "p/fraud/blue/2026/01/01/00/a b.jsonl", versionID: "v9", etag: "e9")

    private static func record(_ data: String, rows: String = "", line: Int = 7, offset: Int = 431) -> String {
        """
        {"captureRelay":"quarantine/1","uri":"\(object.uri)","versionId":"v9","etag":"e9","line":\(line),\
        "offset":\(offset),"length":\(data.utf8.count),"reason":"r","detail":"d",\(rows)"time":"t",\
        "data":\(Captured.string(data))}

        """
    }

    private static func relayed(_ text: String, _ mapped: Mapped = mapped) async -> (PipelineRig, Report) {
        let rig = PipelineRig(mapped)
        let report = await rig.relay(text, acceptsQuarantine: true)
        return (rig, report)
    }

    private static func tail(_ id: String) -> String {
        #""u":"\#(object.uri)","v":"v9","e":"fraud","id":"\#(id)"}"#
    }

    @Test func `only the named rows are sent, under the ids that they had`() async throws {
        let line = Captured.csv("1\n2\n3", "4\n5\n6", id: "e")
        let (rig, report) = await Self.relayed(Self.record(line, rows: #""rows":[0,2],"#))
        #expect(rig.rows == [#"{"a":1,"y":"4",\#(Self.tail("e-0"))"#, #"{"a":3,"y":"6",\#(Self.tail("e-2"))"#])
        #expect(report.total.rows == 2)
        #expect(report.total.delivered == 1)
        let (all, _) = await Self.relayed(Self.record(line))
        var first = Self.mapped
        first.object = Self.object
        #expect(try all.rows == first.rows(of: line))
    }

    @Test func `a line without an id has the one that it had`() async throws {
        let line = Captured.line(.csv("1"), .csv("2"), metadata: "")
        let (rig, _) = await Self.relayed(Self.record(line, offset: 99))
        var first = Self.mapped
        first.object = Self.object
        #expect(try rig.rows == first.rows(of: line, offset: 99))
    }

    @Test func `a line that is refused again keeps its place and its rows`() async {
        let line = Captured.csv("1\nx", "4\n5", id: "e")
        let (rig, report) = await Self.relayed(Self.record(line, rows: #""rows":[1],"#))
        #expect(report.total.quarantined == 1)
        #expect(report.total.rows == 0)
        let record = rig.quarantine.records.first
        #expect(record?.object.uri == Self.object.uri)
        #expect(record?.object.versionID == "v9")
        #expect(record?.line == 7)
        #expect(record?.offset == 431)
        #expect(record?.rows == [1])
        #expect(record.map { String(decoding: $0.data, as: UTF8.self) } == line)
    }

    @Test func `bytes that are no text come back as they were`() async {
        let text = Self.record("").replacing(#""data":"""#, with: #""base64":"e/8=""#)
        let (rig, report) = await Self.relayed(text)
        #expect(report.total.quarantined == 1)
        #expect(rig.quarantine.records.map(\.data) == [[0x7B, 0xFF]])
        #expect(rig.quarantine.records.map(\.line) == [7])
    }

    @Test(arguments: [
        #"{"captureRelay":"quarantine/1"}"#, record("{}").replacing(#""line":7"#, with: #""line":-7"#),
        record("{}").replacing("s3://", with: "http://"), record("{}").replacing(#""data""#, with: #""date""#),
        record("{}", rows: #""rows":["1"],"#), record(Captured.csv("1\n2", "3\n4"), rows: #""rows":[2],"#),
        record(Captured.csv("1\n2", "3\n4"), rows: #""rows":[],"#),
        record(Captured.csv("1\n2", "3\n4"), rows: #""rows":[1,1],"#), "garbage",
    ])
    func `a record that says nothing useful is quarantined itself`(text: String) async {
        let (rig, report) = await Self.relayed(Self.record(Captured.csv("1", "2")) + text)
        #expect(rig.rows.count == 1)
        #expect(report.total.quarantined == 1)
        #expect(rig.quarantine.fields.first?["reason"]?.string == "unreadable-quarantine-record")
    }

    @Test func `an object of records that an event names is skipped`() async {
        let rig = PipelineRig(Self.mapped)
        let report = await rig.relay(Self.record(Captured.csv("1", "2")))
        #expect(report.details.map(\.outcome) == [.skipped])
        #expect(report.details.first?.reason?.contains("replay the file") == true)
        #expect(rig.rows.isEmpty)
        #expect(report.total.lines == 0)
    }

    @Test func `what one run quarantines the next one relays`() async throws {
        let strict = PipelineRig(Mapped("a", "y", types: "a:int", id: "id"))
        let lines = [Captured.csv("1\nx", "2\n3", id: "p"), Captured.csv("4", "5", id: "q")]
        _ = await strict.relay(lines.joined(separator: "\n"))
        let (rig, report) = await Self.relayed(strict.quarantine.text, Mapped("a", "y", id: "id"))
        #expect(strict.rows == [#"{"a":4,"y":"5","id":"q"}"#])
        #expect(rig.rows == [#"{"a":"1","y":"2","id":"p-0"}"#, #"{"a":"x","y":"3","id":"p-1"}"#])
        #expect(report.details.map(\.outcome) == [.delivered])
    }
}
