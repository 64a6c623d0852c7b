import TestSupport
import Testing

@testable import Relay

/// Objects drawn by lot, before a monitor that stores rows after it took them, in runs that end before it said so:
/// nothing is lost, and nothing is sent twice that may be stored.
@Suite struct RandomPendingTests {
    private struct Trial {
        var lot: SeededGenerator
        let object: RandomObject
        var runs: ResumedRuns
        var requests: [String: SlowMonitor.Request] = [:]
        let mostInFlight: Int
        var wasKilled = false

        init(seed: UInt64) {
            lot = SeededGenerator(seed: seed)
            object = RandomObject(&lot, lines: Int.random(in: 1...80, using: &lot), documents: seed % 3 == 2)
            runs = ResumedRuns(object.bytes(documents: seed % 3 == 2))
            runs.canSeek = seed % 3 == 0
            runs.settings.batchRows = Int.random(in: 1...12, using: &lot)
            runs.settings.batchBytes = RandomObject.batchBytes
            runs.settings.lineLimit = RandomObject.lineLimit
            runs.settings.concurrency = Int.random(in: 1...4, using: &lot)
            mostInFlight = runs.settings.batchRows * runs.settings.concurrency
        }

        mutating func draw(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &lot) }

        /// The rows that are with the monitor by what is kept, and were not given back.
        private var pending: Set<String> {
            let names = Set(runs.record?.pending.map(\.request) ?? [])
            return Set(names.flatMap { requests[$0]?.isStored == false ? [] : requests[$0]?.ids ?? [] })
        }

        mutating func run(_ moods: SlowMonitor.Moods, isKilled: Bool = false) async -> ObjectReport {
            let seed = UInt64(draw(0...1_000_000))
            let (refused, known, pendingBefore) = (object.refused, requests, pending)
            let settled = object.settled(by: runs.record)
            let keptBefore = runs.record?.pending ?? []
            var later = lot
            let (report, deeds) = await runs.run {
                SlowMonitor($0, known, refused: refused, moods, seed: seed)
            } killedAfter: {
                isKilled ? Int.random(in: 0...$0, using: &later) : $0
            }
            lot = later
            wasKilled = wasKilled || isKilled
            requests = deeds.requests(over: requests)
            let given = Set(requests.values.filter { $0.isStored == false }.flatMap(\.ids))
            #expect(settled.isDisjoint(with: deeds.sent), "what was settled is not sent again")
            #expect(
                pendingBefore.subtracting(given).isDisjoint(with: deeds.sent), "what is pending is not sent again")
            let settledNow = object.settled(by: runs.record)
            #expect(settled.isSubset(of: settledNow), "what was settled stays so")
            let unknown = Set(deeds.accepted).subtracting(settledNow)
            if isKilled {
                // Who is killed asks once more for what he asked for, and sends once more what was in flight.
                let asked = Set(keptBefore.flatMap { known[$0.request]?.ids ?? [] })
                #expect(unknown.subtracting(asked).count <= mostInFlight)
            } else {
                #expect(unknown.isEmpty)
                let open = requests.values.filter { $0.isStored == nil }.flatMap(\.ids)
                // A run that was killed may have asked for more than was kept.
                #expect(wasKilled || Set(open) == pending, "what the monitor has not ended is known")
            }
            if !(runs.record?.pending.isEmpty ?? true) { #expect(report.outcome != .delivered || isKilled) }
            return report
        }
    }

    @Test(arguments: 0..<200) func `what is pending is asked for, and sent again only if it was not stored`(
        seed: Int
    ) async {
        var trial = Trial(seed: UInt64(seed))
        for _ in 0..<trial.draw(1...6) { _ = await trial.run(.init(pends: trial.draw(0...60))) }
        let report = await trial.run(.init(pends: 0, fails: 5))
        #expect(report.outcome == .delivered, "\(report)")
        // Nobody was killed, so that each row is there once.
        #expect(trial.runs.accepted.sorted() == trial.object.accepted.sorted())
        #expect(trial.runs.quarantined.sorted() == trial.object.quarantined.sorted())
        #expect(report.tally.lines == trial.object.lines.count)
        #expect(report.tally.delivered + report.tally.resumed == trial.object.deliveredLines)
        #expect(report.tally.quarantined == trial.object.quarantinedLines)
        #expect(report.tally.undelivered == 0)
        #expect(trial.runs.record?.pending == [])
        #expect(trial.runs.record?.isDone == true)
    }

    @Test(arguments: 200..<350) func `whoever is killed meanwhile loses nothing`(seed: Int) async {
        var trial = Trial(seed: UInt64(seed))
        for _ in 0..<trial.draw(1...6) {
            _ = await trial.run(.init(pends: trial.draw(0...60)), isKilled: trial.draw(0...1) == 0)
        }
        let report = await trial.run(.init(pends: 0, fails: 5))
        #expect(report.outcome == .delivered, "\(report)")
        #expect(Set(trial.runs.accepted) == trial.object.accepted)
        #expect(trial.runs.quarantined.sorted() == trial.object.quarantined.sorted())
        #expect(report.tally.delivered + report.tally.resumed == trial.object.deliveredLines)
    }
}
