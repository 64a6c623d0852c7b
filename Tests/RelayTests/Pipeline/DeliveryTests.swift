import Relay
import Testing

/// What is delivered, what is not, and that the report says which.
@Suite struct DeliveryTests {
    private static func lines(_ count: Int, rows: Int = 1) -> String {
        (0..<count).map { line in
            let cells = (0..<rows).map { "\(line).\($0)" }.joined(separator: "\n")
            return Captured.csv(cells, cells, id: "e\(line)") + "\n"
        }.joined()
    }

    private static func rig(batchRows: Int) -> PipelineRig {
        var rig = PipelineRig()
        rig.settings.batchRows = batchRows
        return rig
    }

    @Test func `rows of one line may go out in several batches`() async {
        let rig = Self.rig(batchRows: 4)
        let report = await rig.relay(Self.lines(3, rows: 5))
        #expect(rig.sink.rows == [4, 4, 4, 3])
        #expect(rig.rows[7] == #"{"a":"1.2","y":"1.2","id":"e1-2"}"#)
        #expect(report.total.delivered == 3)
        #expect(report.total.rows == 15)
        #expect(report.details.first?.outcome == .delivered)
    }

    @Test(arguments: [1, 60, 75, 76, 77, 200, 10_000])
    func `batches keep to their bytes and lose no row`(bytes: Int) async {
        var rig = PipelineRig()
        rig.settings.batchBytes = bytes
        let report = await rig.relay(Self.lines(20, rows: 2))
        #expect(report.total.accepted == 40)
        #expect(rig.rows == Array(Set(rig.rows)).sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count })
        for body in rig.sink.bodies where body.split(separator: "\n").count > 1 { #expect(body.utf8.count <= bytes) }
    }

    @Test func `an object of nothing or of blank lines is delivered`() async {
        for (text, blank) in [("", 0), ("\n\n  \n\r\n", 4), ("\u{FEFF}", 0)] {
            let report = await PipelineRig().relay(text)
            #expect(report.details.map(\.outcome) == [.delivered])
            #expect(report.total.lines == blank)
            #expect(report.total.blank == blank)
        }
    }

    @Test(arguments: [
        (1, 0, 0, ObjectReport.Outcome.failed), (2, 4, 2, .partial), (3, 8, 4, .partial), (4, 12, 8, .partial),
    ])
    func `a batch that fails leaves the rest undelivered`(
        batch: Int,
        accepted: Int,
        delivered: Int,
        outcome: ObjectReport.Outcome
    ) async {
        let rig = Self.rig(batchRows: 4)
        rig.sink.failingBatch = batch
        let report = await rig.relay(Self.mixed)
        #expect(report.total.accepted == accepted)
        #expect(report.total.delivered == delivered)
        #expect(report.total.undelivered > 0)
        #expect(report.total.undeliveredRows == report.total.rows - accepted)
        #expect(report.details.map(\.outcome) == [outcome])
        #expect(report.details.first?.reason == PipelineRig.Sink.error.description)
        #expect(rig.log.lines.last?.level == .error)
        #expect(report.failed == 1)
    }

    /// Ten lines; the batches of four rows end with lines 0 and 1, in the middle of 4, after 7.
    private static let mixed = [3, 1, 1, 1, 3, 1, 1, 1, 3, 1].enumerated().map { line, rows in
        let cells = (0..<rows).map { "\(line).\($0)" }.joined(separator: "\n")
        return Captured.csv(cells, cells, id: "e\(line)")
    }.joined(separator: "\n")

    @Test func `a line whose last row was not accepted is not delivered`() async {
        let rig = Self.rig(batchRows: 4)
        rig.sink.failingBatch = 2
        let report = await rig.relay(Self.lines(1, rows: 6))
        #expect(report.total.delivered == 0)
        #expect(report.total.undelivered == 1)
        #expect(report.total.accepted == 4)
        #expect(report.total.undeliveredRows == 2)
        #expect(report.details.first?.outcome == .partial)
    }

    @Test func `what cannot be made durable is a failure`() async {
        let rig = PipelineRig()
        rig.sink.finishFails = true
        let report = await rig.relay(Self.lines(2))
        #expect(report.failed == 1)
        #expect(report.details.first?.reason == PipelineRig.Sink.error.description)
    }

    @Test func `an object that breaks off delivers the lines before`() async {
        let failure = FetchError.unreadable(uri: "s3://captures/a", reason: "the script says so")
        let whole = Self.lines(3)
        let rig = PipelineRig()
        let result = await rig.result(of: .init(Array((whole + "{\"capt").utf8), chunks: [50], failure: failure))
        #expect(rig.rows.count == 3)
        #expect(result?.outcome == .partial)
        #expect(result?.reason == failure.description)
        #expect(result?.tally.lines == 4)
        #expect(result?.tally.undelivered == 1)
        let empty = await PipelineRig().result(of: .init([], failure: failure))
        #expect(empty?.outcome == .failed)
        #expect(empty?.tally.lines == 0)
    }

    @Test func `a refused line among others costs no row of theirs`() async {
        var rig = PipelineRig(Mapped("a", "y", types: "a:float", id: "id"))
        rig.settings.batchRows = 2
        let bad = [Captured.csv("x", "1"), Captured.csv("1\n2\nx", "1\n2\n3"), Captured.csv("1", "2\n3")]
        let good = Self.lines(3).split(separator: "\n").map(String.init)
        let text = [bad[0], good[0], bad[1], good[1], bad[2], bad[0], good[2], bad[0]].joined(separator: "\n")
        let report = await rig.relay(text)
        #expect(rig.rows == (0..<3).map { #"{"a":\#($0).0,"y":"\#($0).0","id":"e\#($0)"}"# })
        #expect(report.total.quarantined == 5)
        #expect(report.total.rows == 3)
        #expect(rig.quarantine.records.map(\.line) == [1, 3, 5, 6, 8])
    }

    @Test func `repeated ids are told once`() async {
        let rig = PipelineRig()
        let ids = ["x", "y", "x", "x", "z", "y"]
        _ = await rig.relay(ids.map { Captured.csv("1", "2", id: $0) + "\n" }.joined())
        #expect(rig.rows.count == 6)
        let messages = rig.log.messages(with: "repeat the id")
        #expect(messages.count == 1)
        #expect(messages.first?.contains("3 lines repeat the id of a line before, the first is line 3") == true)
        let other = PipelineRig()
        _ = await other.relay(Self.lines(50))
        #expect(other.log.messages(with: "repeat the id").isEmpty)
    }
}
