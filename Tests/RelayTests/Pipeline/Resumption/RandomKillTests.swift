import TestSupport
import Testing

@testable import Relay

/// Objects drawn by lot, before a monitor of many moods, killed at places drawn by lot: nothing is lost, and no more is
/// repeated than was in flight.
@Suite struct RandomKillTests {
    private static let concurrency = 3

    private struct Trial {
        var lot: SeededGenerator
        let object: RandomObject
        var runs: ResumedRuns
        let batchRows: Int
        init(seed: UInt64) {
            lot = SeededGenerator(seed: seed)
            let documents = seed % 3 == 2
            object = RandomObject(&lot, lines: Int.random(in: 1...80, using: &lot), documents: documents)
            runs = ResumedRuns(object.bytes(documents: documents))
            runs.canSeek = seed % 3 == 0
            runs.chunk = Int.random(in: 1...5000, using: &lot)
            batchRows = Int.random(in: 1...12, using: &lot)
            runs.settings.batchRows = batchRows
            runs.settings.batchBytes = RandomObject.batchBytes
            runs.settings.lineLimit = RandomObject.lineLimit
            runs.settings.concurrency = RandomKillTests.concurrency
        }

        mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &lot) }

        /// Runs once with a monitor in some mood.
        mutating func run(_ moods: FickleMonitor.Moods, isKilled: Bool) async -> ObjectReport {
            let seed = UInt64(draw(0...1_000_000))
            let refused = object.refused
            let settled = object.settled(by: runs.record)
            var later = lot
            let (report, deeds) = await runs.run {
                FickleMonitor($0, refused: refused, moods, seed: seed)
            } killedAfter: {
                isKilled ? Int.random(in: 0...$0, using: &later) : $0
            }
            lot = later
            let settledNow = object.settled(by: runs.record)
            #expect(settled.isDisjoint(with: deeds.accepted), "what was settled is not sent again")
            #expect(settled.isSubset(of: settledNow), "what was settled stays so")
            // Who ends by himself keeps all that was accepted; who is killed loses what was in flight.
            let lost = Set(deeds.accepted).subtracting(settledNow).count
            #expect(lost <= (isKilled ? RandomKillTests.concurrency * batchRows : 0))
            return report
        }
    }

    @Test(arguments: 0..<300) func `whatever happens, all is accepted or quarantined in the end`(seed: Int) async {
        var trial = Trial(seed: UInt64(seed))
        for _ in 0..<trial.draw(0...6) {
            let isKilled = trial.draw(0...3) > 0
            let known = trial.runs.record?.isDone == true
            _ = await trial.run(.init(retries: 10, stops: trial.draw(0...1) * 10), isKilled: isKilled)
            #expect(!known || trial.runs.record?.isDone == true)
        }
        let place = trial.runs.record
        let report = await trial.run(.init(retries: 5), isKilled: false)
        let object = trial.object
        #expect(report.outcome == .delivered, "\(report)")
        #expect(Set(trial.runs.accepted) == object.accepted)
        #expect(trial.runs.quarantined.sorted() == object.quarantined.sorted())
        #expect(trial.runs.quarantine.count == (object.quarantined.isEmpty ? 0 : 1), "one document grows")
        let tally = report.tally
        #expect(tally.lines == object.lines.count)
        #expect(tally.blank == object.blank)
        #expect(tally.ignored == object.ignored)
        #expect(tally.quarantined == object.quarantinedLines)
        #expect(tally.delivered + tally.resumed == object.deliveredLines)
        #expect(tally.undelivered == 0)
        #expect(tally.resumed >= place?.delivered ?? 0)
        #expect(trial.runs.record?.isDone == true)
    }

    @Test(arguments: 300..<340) func `an answer that is lost repeats rows and loses none`(seed: Int) async {
        var trial = Trial(seed: UInt64(seed))
        _ = await trial.run(.init(retries: 10, lostAnswers: 30), isKilled: true)
        let report = await trial.run(.init(retries: 10, lostAnswers: 30), isKilled: false)
        #expect(report.outcome == .delivered, "\(report)")
        #expect(Set(trial.runs.accepted) == trial.object.accepted)
        #expect(trial.runs.quarantined.sorted() == trial.object.quarantined.sorted())
    }
}
