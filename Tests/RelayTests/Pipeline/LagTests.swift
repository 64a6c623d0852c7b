import Relay
import Testing

@Suite struct LagTests {
    @Test func `a report tells how long after the inference rows were accepted`() async throws {
        let now = Timestamp.now.seconds
        let lines = [(1000, 1), (5000, 3), (nil, 5)].map { ago, rows in
            let time = ago.map { #""inferenceTime":"\#(Timestamp(seconds: now - $0).text())""# } ?? ""
            let cells = Array(repeating: "1", count: rows).joined(separator: "\n")
            return Captured.line(.csv(cells), .csv(cells), metadata: time)
        }
        let report = await PipelineRig().relay(lines.joined(separator: "\n"))
        #expect(report.total.accepted == 9)
        let low = try #require(report.lag.percentile(0.25))
        let high = try #require(report.lag.percentile(0.5))
        #expect((900...4000).contains(low))
        #expect(high > 4000)
    }

    @Test func `undelivered rows have no lag`() async {
        let rig = PipelineRig()
        rig.sink.failingBatch = 1
        let report = await rig.relay(Captured.csv("1", "2"))
        #expect(report.lag.percentile(0.5) == nil)
    }

    @Test func `objects of a list are old, and their lag is not told`() async {
        var rig = PipelineRig()
        rig.object.isListed = true
        let line = Captured.line(.csv("1"), .csv("2"), metadata: #""inferenceTime":"2025-01-01T00:00:00Z""#)
        let report = await rig.relay(line)
        #expect(report.total.accepted == 1)
        #expect(report.lag.percentile(0.5) == nil)
    }
}
