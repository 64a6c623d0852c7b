import JSON
import Relay
import Testing

@Suite struct QuarantineTests {
    private static let good = Captured.csv("1", "2", id: "good")

    @Test func `a record tells the line and why`() async throws {
        let rig = PipelineRig()
        let bad = Captured.csv("1,2", "é \"x\"", id: "bad")
        let report = await rig.relay("\(Self.good)\n\n\(bad)\r\n")
        #expect(report.details.map(\.outcome) == [.delivered])
        let record = try #require(rig.quarantine.fields.first)
        #expect(record["captureRelay"]?.string == "quarantine/1")
        #expect(record["uri"]?.string == rig.object.uri)
        #expect(record["versionId"]?.string == "v1")
        #expect(record["etag"]?.string == "e1")
        #expect(record["line"] == .number("3"))
        #expect(record["offset"] == .number("\(Self.good.utf8.count + 2)"))
        #expect(record["length"] == .number("\(bad.utf8.count)"))
        #expect(record["reason"]?.string == "rows-do-not-align")
        #expect(record["detail"]?.string?.isEmpty == false)
        #expect(record["rows"] == nil)
        #expect(record["time"]?.string?.hasSuffix("Z") == true)
        #expect(record["data"]?.string == bad)
    }

    @Test func `bytes that are no text are kept as base64`() async {
        let rig = PipelineRig()
        let bytes: [UInt8] = [0x7B, 0xFF, 0xFE, 0x00]
        _ = await rig.relay(.init(bytes + [0x0A]))
        #expect(rig.quarantine.records.map(\.data) == [bytes])
        #expect(rig.quarantine.fields.first?["data"] == nil)
    }

    @Test func `records that cannot be kept fail the object, and their lines are undelivered`() async {
        let rig = PipelineRig()
        rig.quarantine.error = MemoryShelf.error
        let report = await rig.relay("\(Self.good)\nbad\n\(Self.good)\n")
        #expect(report.details.map(\.outcome) == [.partial])
        #expect(report.details.first?.reason?.hasSuffix(MemoryShelf.error.description) == true)
        #expect(report.total.delivered == 2)
        #expect(report.total.undelivered == 1)
        #expect(report.total.quarantined == 0)
    }

    @Test(arguments: [
        (0.0, 0, ObjectReport.Outcome.delivered), (0.0, 1, .failed), (0.25, 1, .delivered), (0.25, 2, .failed),
        (1.0, 4, .delivered), (0.5, 2, .delivered),
    ])
    func `a larger share than the limit fails the object at its end`(
        limit: Double,
        bad: Int,
        outcome: ObjectReport.Outcome
    ) async {
        var rig = PipelineRig()
        rig.settings.quarantineLimit = limit
        let lines = (0..<4).map { $0 < bad ? "bad" : Captured.csv("1", "2", id: "\($0)") }
        let report = await rig.relay(lines.joined(separator: "\n"))
        #expect(report.details.map(\.outcome) == [outcome])
        #expect(report.total.quarantined == bad)
        #expect(rig.rows.count == 4 - bad)
        #expect((report.details.first?.reason?.contains("RELAY_QUARANTINE_LIMIT") == true) == (outcome == .failed))
    }

    @Test func `without a quarantine the log points at a hundred lines and counts the others`() async {
        var rig = PipelineRig()
        rig.keepsQuarantine = false
        let secret = "secret-of-the-line"
        let report = await rig.relay(String(repeating: "\(secret)\n", count: 103) + Self.good)
        #expect(report.total.quarantined == 103)
        let pointers = rig.log.messages(with: "is quarantined")
        #expect(pointers.count == 100)
        #expect(pointers.first?.contains("\(rig.object.uri) line 1 (byte 0, 18 bytes)") == true)
        #expect(pointers.last?.contains("line 100 (byte 1881, 18 bytes)") == true)
        #expect(rig.log.messages(with: "3 more lines quarantined").count == 1)
        #expect(rig.log.messages(with: secret).isEmpty)
    }

    @Test func `a line over the limit is pointed at, never cut or kept`() async {
        var rig = PipelineRig()
        rig.settings.lineLimit = 400
        let long = Captured.csv(String(repeating: "7", count: 400), "2")
        let report = await rig.relay("\(long)\n\(Self.good)\n\(long)")
        #expect(rig.rows.count == 1)
        #expect(report.total.quarantined == 2)
        #expect(rig.quarantine.text.isEmpty)
        #expect(
            rig.log.messages(
                with: "line 3 (byte \(long.utf8.count + Self.good.utf8.count + 2), \(long.utf8.count) bytes)"
            ).count == 1)
    }

    @Test func `many records are kept while the object is read`() async {
        let rig = PipelineRig()
        let line = "x" + String(repeating: "y", count: 5000)
        let report = await rig.relay(String(repeating: line + "\n", count: 600))
        #expect(report.total.quarantined == 600)
        #expect(rig.quarantine.records.map(\.line) == Array(1...600))
        #expect(rig.quarantine.documents.count > 2)
        #expect(rig.quarantine.writes.count == rig.quarantine.documents.count)
    }
}
