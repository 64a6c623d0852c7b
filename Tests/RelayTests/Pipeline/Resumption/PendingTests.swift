import AWS
import JSON
import TestSupport
import Testing

@testable import Relay

/// Rows that a monitor took without saying in time whether it keeps them.
@Suite struct PendingTests {
    private static func runs(_ count: Int = 6) -> ResumedRuns {
        let lines = (0..<count).map { Captured.csv("\($0)", "1", id: "e\($0)") + "\n" }
        var runs = ResumedRuns(Array(lines.joined().utf8))
        runs.settings.batchRows = 2
        runs.settings.concurrency = 1
        return runs
    }

    /// A monitor that takes the second request without an answer, and says something of it when it is asked.
    private final class Monitor: Sink {
        let layout = BatchLayout.lines
        let ceilings = SinkCeilings()
        let asked = Shared([String]())
        let sent = Shared([[String]]())
        private let hindrance: Hindrance
        private let answer: Verdict

        init(_ answer: Verdict = .accepted(), by hindrance: Hindrance = .deadline) {
            self.answer = answer
            self.hindrance = hindrance
        }

        func send(_ shipment: Shipment) async -> Verdict {
            let ids = FickleMonitor.ids(in: shipment.body)
            sent.change { $0.append(ids) }
            return ids.first == "e2" && asked.value.isEmpty
                ? .pending(request: "r-1", reason: "slow", hindrance) : .accepted()
        }

        func ending(ofRequest id: String, before deadline: ContinuousClock.Instant?) async -> Verdict {
            asked.change { $0.append(id) }
            return answer
        }
    }

    @Test func `the object ends there, and the request is kept`() async {
        var runs = Self.runs()
        let monitor = Monitor()
        let report = await runs.run({ _ in monitor }).report
        #expect(report.outcome == .partial)
        #expect(report.stop == .outOfTime)
        #expect(report.reason == "slow; the next run asks what became of them before it sends anything")
        #expect(report.tally.accepted == 2)
        #expect(report.tally.delivered == 2)
        #expect(report.tally.undelivered > 1)
        #expect(monitor.sent.value == [["e0", "e1"], ["e2", "e3"]])
        #expect(runs.record?.pending.map(\.request) == ["r-1"])
        #expect(runs.record?.pending.first.map { $0.rows.lowerBound } == runs.record?.position)
    }

    @Test func `without progress it is undelivered, and that is said`() async {
        let rig = PipelineRig()
        let text = Captured.csv("1", "1", id: "e2") + "\n"
        var report = Report()
        let ends = PipelineEnds(sink: Monitor(), quarantine: nil, log: rig.log)
        await Pipeline(to: ends, settings: rig.settings).relay(
            rig.object, from: PipelineRig.Store(PipelineRig.Body(Array(text.utf8))), acceptsQuarantine: false,
            into: &report)
        #expect(report.total.undelivered == 1)
        #expect(report.details.first?.reason?.contains("since RELAY_STATE_URL is not set") == true)
    }

    @Test func `what was stored meanwhile counts as delivered by an earlier run`() async {
        var runs = Self.runs()
        _ = await runs.run { _ in Monitor() }
        let monitor = Monitor(.accepted())
        let report = await runs.run({ _ in monitor }).report
        #expect(report.outcome == .delivered)
        #expect(monitor.asked.value == ["r-1"])
        #expect(monitor.sent.value == [["e4", "e5"]])
        #expect(report.tally.resumed == 4)
        #expect(report.tally.delivered == 2)
        #expect(runs.record?.pending == [])
        #expect(runs.log.messages(with: "asking for 1 request that an earlier run left with the monitor").count == 1)
    }

    @Test(arguments: [Verdict.retry(reason: "cancelled"), .split(reason: "bad")])
    func `what was not stored is sent again`(answer: Verdict) async {
        var runs = Self.runs()
        _ = await runs.run { _ in Monitor() }
        let monitor = Monitor(answer)
        let report = await runs.run({ _ in monitor }).report
        #expect(report.outcome == .delivered)
        #expect(monitor.sent.value == [["e2", "e3"], ["e4", "e5"]])
        #expect(runs.log.messages(with: "rows are sent again: ").count == 1)
    }

    @Test(arguments: [
        (Verdict.pending(request: "r-1", reason: "slow", .deadline), Stop?.some(.outOfTime)),
        (.stop(reason: "no token", .lasting), nil), (.stop(reason: "gone", .interruption), .interrupted),
    ])
    func `while nothing is known nothing is sent, and it stays pending`(answer: Verdict, stop: Stop?) async {
        var runs = Self.runs()
        _ = await runs.run { _ in Monitor() }
        for _ in 0..<2 {
            let before = runs.record
            let monitor = Monitor(answer)
            let report = await runs.run({ _ in monitor }).report
            #expect(report.outcome == .failed)
            #expect(report.stop == stop)
            #expect(report.reason?.contains("; nothing is sent before it is known") == true)
            #expect(monitor.sent.value.isEmpty)
            #expect(runs.record?.pending == before?.pending)
            #expect(runs.record?.position == before?.position)
            #expect(runs.record?.lease == nil)
        }
        #expect(await runs.run({ _ in Monitor() }).report.outcome == .delivered)
    }

    @Test func `the rest comes back by the queue while there is something new`() async {
        var runs = Self.runs()
        let queue = MemoryQueue()
        runs.settings.continuation = queue
        let first = await runs.run({ _ in Monitor() }).report
        #expect(first.isHandedOn)
        #expect(queue.sent.writes.count == 1)
        let slow = Monitor(.pending(request: "r-1", reason: "slow", .deadline))
        let second = await runs.run({ _ in slow }).report
        #expect(!second.isHandedOn)
        #expect(queue.sent.writes.count == 1)
    }

    @Test func `rows that are pending alone are progress`() async {
        var runs = Self.runs()
        runs.settings.batchRows = 10
        let queue = MemoryQueue()
        runs.settings.continuation = queue
        let report = await runs.run({ _ in
            ScriptedSink { _, _ in .pending(request: "r", reason: "slow", .deadline) }
        }).report
        #expect(report.isHandedOn)
        #expect(runs.record?.pending.count == 1)
        #expect(runs.record?.position == .start)
    }
}
