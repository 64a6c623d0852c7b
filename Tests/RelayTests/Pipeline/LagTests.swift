import Relay
import Testing

@Suite struct LagTests {
    @Test func `percentiles are exact to a minute`() {
        var lag = LagHistogram()
        #expect(lag.percentile(0.5) == nil)
        for seconds in 1...60 { lag.add(seconds: seconds, rows: 1) }
        #expect(lag.percentile(0.5) == 30)
        #expect(lag.percentile(0.99) == 60)
        #expect(lag.percentile(0) == 1)
        #expect(lag.percentile(1) == 60)
    }

    @Test(arguments: [63, 64, 65, 100, 127, 128, 1000, 86_400, 31_536_000, 3_000_000_000, Int.max])
    func `longer ones are within three percent`(seconds: Int) throws {
        var lag = LagHistogram()
        lag.add(seconds: seconds, rows: 1)
        let told = try #require(lag.percentile(0.5))
        #expect(told <= seconds)
        #expect(Double(seconds - told) <= Double(seconds) * 0.032)
    }

    @Test func `rows count, not lines, and a clock ahead is no lag`() {
        var lag = LagHistogram()
        lag.add(seconds: -5, rows: 3)
        lag.add(seconds: 10, rows: 1)
        #expect(lag.percentile(0.75) == 0)
        #expect(lag.percentile(0.76) == 10)
    }

    @Test func `histograms add up`() {
        var lag = LagHistogram()
        lag.add(seconds: 1, rows: 1)
        var other = LagHistogram()
        other.add(seconds: 9, rows: 1)
        lag.add(other)
        #expect(lag.percentile(0.5) == 1)
        #expect(lag.percentile(1) == 9)
    }

    @Test func `a report tells how long after the inference rows were accepted`() async throws {
        let now = Timestamp.now.seconds
        let lines = [(10, 1), (50, 3), (nil, 5)].map { ago, rows in
            let time = ago.map { #""inferenceTime":"\#(Timestamp(seconds: now - $0).text())""# } ?? ""
            let cells = Array(repeating: "1", count: rows).joined(separator: "\n")
            return Captured.line(.csv(cells), .csv(cells), metadata: time)
        }
        let report = await PipelineRig().relay(lines.joined(separator: "\n"))
        #expect(report.total.accepted == 9)
        let low = try #require(report.lag.percentile(0.25))
        let high = try #require(report.lag.percentile(0.5))
        #expect((10...40).contains(low))
        #expect(high >= 50)
    }

    @Test func `undelivered rows have no lag`() async {
        let rig = PipelineRig()
        rig.sink.failingBatch = 1
        let report = await rig.relay(Captured.csv("1", "2"))
        #expect(report.lag.percentile(0.5) == nil)
    }
}
