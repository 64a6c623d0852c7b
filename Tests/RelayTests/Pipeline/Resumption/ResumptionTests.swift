import AWS
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Relay

/// What a run makes of an object that an earlier one began.
@Suite struct ResumptionTests {
    private static func lines(_ range: Range<Int>, rows: Int = 1) -> [String] {
        range.map { line in
            let cells = (0..<rows).map { "\(line).\($0)" }.joined(separator: "\n")
            return Captured.csv(cells, cells, id: "e\(line)")
        }
    }

    private static func runs(_ lines: [String], batchRows: Int) -> ResumedRuns {
        var runs = ResumedRuns(Array(lines.map { $0 + "\n" }.joined().utf8))
        runs.settings.batchRows = batchRows
        runs.settings.concurrency = 1
        return runs
    }

    /// A monitor that stops after so many requests, and refuses some ids.
    private static func monitor(
        _ journal: Journal, stopsAfter most: Int = .max, refusing bad: Set<String> = [], by stop: Hindrance = .passing
    ) -> ScriptedSink {
        ScriptedSink { rows, request in
            guard request <= most else { return .stop(reason: "no more today", stop) }
            let ids = FickleMonitor.ids(in: Array(rows.joined(separator: "\n").utf8))
            if ids.contains(where: bad.contains) { return .split(reason: "bad") }
            journal.note(.accepted(ids))
            return .accepted()
        }
    }

    @Test func `a run goes on where the last one stopped, under the same ids`() async {
        for canSeek in [true, false] {
            var runs = Self.runs(Self.lines(0..<40, rows: 3), batchRows: 7)
            runs.canSeek = canSeek
            let (first, _) = await runs.run { Self.monitor($0, stopsAfter: 5) }
            #expect(first.outcome == .partial)
            #expect(first.tally.accepted == 35)
            #expect(first.tally.delivered == 11)
            let (second, deeds) = await runs.run { Self.monitor($0) }
            #expect(second.outcome == .delivered)
            #expect(second.tally.resumed == 11)
            #expect(second.tally.delivered == 29)
            #expect(second.tally.rows == 85)
            #expect(deeds.accepted.first == "e11-2")
            #expect(runs.accepted == (0..<40).flatMap { line in (0..<3).map { "e\(line)-\($0)" } })
            let (third, none) = await runs.run { Self.monitor($0) }
            #expect(third.outcome == .delivered)
            #expect(third.tally.resumed == 40)
            #expect(third.tally.rows == 0)
            #expect(none.isEmpty)
        }
    }

    @Test func `where it can be jumped over, what was delivered is not read`() async {
        var runs = Self.runs(Self.lines(0..<400), batchRows: 50)
        runs.chunk = 5000
        _ = await runs.run { Self.monitor($0, stopsAfter: 6) }
        let jumped = await runs.run({ Self.monitor($0, stopsAfter: 0) }).report.tally
        runs.canSeek = false
        let skipped = await runs.run({ Self.monitor($0, stopsAfter: 0) }).report.tally
        #expect(jumped.bytes < skipped.bytes)
        #expect(jumped.resumed == 300 && skipped.resumed == 300)
    }

    @Test func `gzip is read again and what was delivered is left aside`() async {
        var runs = Self.runs(Self.lines(0..<40), batchRows: 5)
        runs.bytes = Gzip.compressed(runs.bytes)
        _ = await runs.run { Self.monitor($0, stopsAfter: 3) }
        let (report, deeds) = await runs.run { Self.monitor($0) }
        #expect(report.outcome == .delivered)
        #expect(report.tally.resumed == 15)
        #expect(deeds.accepted == (15..<40).map { "e\($0)" })
    }

    @Test func `rows at fault that are all that is left are quarantined`() async {
        let bad = Set((20..<29).map { "e\($0)" })
        var runs = Self.runs(Self.lines(0..<29), batchRows: 20)
        _ = await runs.run { Self.monitor($0, stopsAfter: 1) }
        let (report, _) = await runs.run { Self.monitor($0, refusing: bad) }
        #expect(report.outcome == .delivered, "\(report)")
        #expect(report.tally.quarantined == 9)
        #expect(runs.quarantined.count == 9)
    }

    @Test func `a line of which rows were refused stays quarantined when its other rows came earlier`() async {
        // The first batch ends in the middle of line 1; of the second one all but a row of line 2 is accepted.
        var runs = Self.runs(Self.lines(0..<4, rows: 4), batchRows: 6)
        let (first, _) = await runs.run { journal in
            ScriptedSink { rows, request in
                let ids = FickleMonitor.ids(in: Array(rows.joined(separator: "\n").utf8))
                if request > 2 { return .stop(reason: "no more", .passing) }
                let verdicts = ids.map { id -> Verdict.RowVerdict in
                    id == "e1-0" ? .refused(reason: "bad") : id == "e2-1" ? .retry(reason: "busy") : .accepted
                }
                journal.note(.accepted(ids.filter { !["e1-0", "e2-1"].contains($0) }))
                return .mixed(verdicts)
            }
        }
        #expect(first.tally.accepted == 10)
        #expect(runs.record?.isLineRefused == true)
        let (second, deeds) = await runs.run { Self.monitor($0) }
        #expect(second.outcome == .delivered)
        #expect(deeds.accepted == ["e2-1", "e3-0", "e3-1", "e3-2", "e3-3"])
        #expect(second.tally.quarantined == 1)
        #expect(second.tally.resumed == 1)
        #expect(second.tally.delivered == 2)
        #expect(runs.quarantined == ["1.0"].map { "2.\($0.suffix(1))" })
    }

    @Test func `an object that needs twenty runs arrives whole`() async {
        var runs = Self.runs(Self.lines(0..<100), batchRows: 5)
        for run in 0..<20 {
            let (report, _) = await runs.run { Self.monitor($0, stopsAfter: 1, by: .deadline) }
            #expect(report.tally.resumed == run * 5)
            #expect(report.stop == (run < 19 ? .outOfTime : nil))
        }
        #expect(runs.accepted == (0..<100).map { "e\($0)" })
        #expect(runs.record?.isDone == true)
    }

    @Test func `a resumed object that breaks off before its place counts no line twice`() async {
        var runs = Self.runs(Self.lines(0..<60), batchRows: 10)
        runs.canSeek = false
        _ = await runs.run { Self.monitor($0, stopsAfter: 5) }
        let whole = Gzip.compressed(runs.bytes)
        runs.bytes = Array(whole.prefix(whole.count / 2))
        let (report, _) = await runs.run { Self.monitor($0) }
        #expect(report.outcome == .failed)
        #expect(report.tally.lines == 50)
        #expect(report.tally.resumed == 50)
        #expect(report.tally.undelivered == 0)
    }

    @Test func `the message for the rest is sent when time ran out and something was settled`() async throws {
        for (stops, hindrance, isSent) in [(2, Hindrance.deadline, true), (0, .deadline, false), (2, .passing, false)] {
            let queue = MemoryQueue()
            var runs = Self.runs(Self.lines(0..<30), batchRows: 5)
            runs.settings.continuation = queue
            let (report, _) = await runs.run { Self.monitor($0, stopsAfter: stops, by: hindrance) }
            #expect(report.isHandedOn == isSent)
            #expect(report.isFailure == !isSent)
            #expect(queue.sent.documents.count == (isSent ? 1 : 0))
            guard isSent else { continue }
            let message = try JSONValue(parsing: queue.sent.text)
            #expect(message["captureRelay"]?.string == "continue/1")
            #expect(message["object"]?["key"]?.string == runs.reference.key)
            #expect(message["object"]?["versionId"]?.string == "v1")
            #expect(message["position"]?["offset"] == .number("\(runs.record?.position.offset ?? -1)"))
            #expect(report.reason == "10 lines are settled, and a message for the rest was sent")
        }
    }

    @Test func `an object that somebody else holds fails and nothing is sent`() async {
        var runs = Self.runs(Self.lines(0..<3), batchRows: 5)
        var record = ProgressRecord()
        record.time = Timestamp.now.seconds
        record.lease = Lease(end: record.time + 500)
        let name = ProgressKeeper.name(runs.reference, version: "v1", identity: "test")
        runs.progress = [name: record.document(of: runs.reference)]
        let (report, deeds) = await runs.run { Self.monitor($0) }
        #expect(report.outcome == .failed)
        #expect(report.isTemporary)
        #expect(report.reason?.contains("another run is at work on it") == true)
        #expect(deeds.isEmpty)
    }

    /// Waits with one row for as long as others come.
    private final class Waiter: Sink {
        let layout = BatchLayout.lines
        let ceilings = SinkCeilings()
        private let count = Mutex((sent: 0, meanwhile: 0))

        var meanwhile: Int { count.withLock { $0.meanwhile } }

        func send(_ shipment: Shipment) async -> Verdict {
            let before = count.withLock { count in
                count.sent += 1
                return count.sent
            }
            guard FickleMonitor.ids(in: shipment.body) == ["e1"] else { return .accepted() }
            for _ in 0..<20_000 { await Task.yield() }
            count.withLock { $0.meanwhile = $0.sent - before }
            return .accepted()
        }
    }

    @Test func `others go out while one batch is tried, but not without end`() async {
        var runs = Self.runs(Self.lines(0..<200), batchRows: 1)
        runs.settings.concurrency = 3
        let waiter = Waiter()
        let (report, _) = await runs.run { _ in waiter }
        #expect(report.outcome == .delivered)
        #expect(report.tally.accepted == 200)
        #expect((20...32).contains(waiter.meanwhile))
    }
}
