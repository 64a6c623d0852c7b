import AWS
import TestSupport
import Testing

@testable import Relay

/// Rows that are refused together are divided until those at fault stand alone.
@Suite struct DeliveryDivisionTests {
    /// What became of a batch of some rows, of which some are refused.
    private static func outcome(
        _ sink: ScriptedSink, rows: Int, hasAccepted: Bool = true, streak: RefusalStreak = RefusalStreak()
    ) async -> BatchOutcome {
        if hasAccepted { streak.accept() }
        let delivery = Delivery(
            to: sink, budget: .seconds(60), deadline: nil, streak: streak, log: PipelineRig.Log(),
            waiting: NoWaiting())
        return await delivery.deliver(.numbered(rows))
    }

    private static func rest(of count: Int, without refused: [Int]) -> Set<Int> {
        Set(0..<count).subtracting(refused)
    }

    @Test(
        arguments: [[], [0], [999], [500, 501], [3, 77, 412, 800, 998], Array(400..<450)] as [[Int]], [true, false])
    func `the rows at fault stand alone, in few requests`(bad: [Int], hasAccepted: Bool) async {
        let sink = ScriptedSink.refusing(Set(bad.map(String.init)))
        let outcome = await Self.outcome(sink, rows: 1000, hasAccepted: hasAccepted)
        #expect(outcome.stop == nil)
        #expect(outcome.refused.map(\.row) == bad)
        #expect(outcome.refused.allSatisfy { $0.reason == "bad 1" })
        #expect(Set(outcome.accepted.joined()) == Self.rest(of: 1000, without: bad))
        #expect(outcome.acceptedRows == 1000 - bad.count)
        // Two requests for each halving on the way to a bad row, and the probes.
        #expect(sink.sent.count <= 1 + 2 * 10 * bad.count + 10)
        let taken = sink.sent.filter { rows in !rows.contains { bad.contains(Int($0) ?? -1) } }.joined()
        #expect(taken.count == 1000 - bad.count)
    }

    @Test(arguments: [1, 2, 4, 5, 1000], [true, false])
    func `where the monitor keeps nothing of a batch and does not say why, no row is called at fault`(
        rows: Int, hasAccepted: Bool
    ) async {
        let sink = ScriptedSink { _, _ in .doubt(reason: "not stored") }
        let outcome = await Self.outcome(sink, rows: rows, hasAccepted: hasAccepted)
        #expect(outcome.refused.isEmpty && outcome.accepted.isEmpty)
        #expect(
            outcome.stop
                == .init(
                    reason: "not stored; nor any row of the batch that was tried alone, so that nothing tells whether "
                        + "the rows are at fault", hindrance: .passing))
        #expect(sink.sent.count == min(rows, 5) + (rows > 1 ? 1 : 0))
    }

    @Test(arguments: [[0], [999], [250, 251], [0, 250, 500, 750]] as [[Int]], [true, false])
    func `where it keeps the others, those that it does not keep alone are at fault`(
        bad: [Int], hasAccepted: Bool
    ) async {
        let names = Set(bad.map(String.init))
        let sink = ScriptedSink { rows, _ in
            rows.contains(where: names.contains) ? .doubt(reason: "not stored") : .accepted()
        }
        let outcome = await Self.outcome(sink, rows: 1000, hasAccepted: hasAccepted)
        #expect(outcome.stop == nil)
        #expect(outcome.refused.map(\.row) == bad)
        #expect(outcome.acceptedRows == 1000 - bad.count)
    }

    @Test func `each request is put together as the sink wants it`() async {
        let layout = BatchLayout(head: "[", separator: ",", tail: "]")
        let sink = ScriptedSink(layout: layout) { rows, _ in
            rows[0].contains("3") && rows[0] != "[3]" ? .split(reason: "bad") : .accepted()
        }
        let streak = RefusalStreak()
        streak.accept()
        let delivery = Delivery(
            to: sink, budget: .zero, deadline: nil, streak: streak, log: PipelineRig.Log(), waiting: NoWaiting())
        _ = await delivery.deliver(.numbered(7, layout: layout))
        #expect(
            Array(sink.sent.joined()) == ["[0,1,2,3,4,5,6]", "[0,1,2]", "[3,4,5,6]", "[3,4]", "[3]", "[4]", "[5,6]"])
    }

    @Test func `a monitor that refuses everything is recognised after a few requests`() async {
        let sink = ScriptedSink { _, _ in .split(reason: "no such model") }
        let outcome = await Self.outcome(sink, rows: 1000, hasAccepted: false)
        #expect(sink.sent.map(\.count) == [1000, 1, 1, 1, 1, 1])
        #expect(sink.sent.dropFirst().map { $0[0] } == ["0", "250", "500", "750", "999"])
        #expect(outcome.stop?.hindrance == .lasting)
        #expect(outcome.stop?.reason.contains("no such model") == true)
        #expect(outcome.refused.isEmpty)
        #expect(outcome.accepted.isEmpty)
    }

    @Test(arguments: [1, 4, 5, 6])
    func `five rows refused alone are enough, over batches too`(rows: Int) async {
        let streak = RefusalStreak()
        let sink = ScriptedSink { _, _ in .split(reason: "no") }
        var refused = 0
        var stop: BatchOutcome.Stop?
        var batches = 0
        while stop == nil, batches < 10 {
            let outcome = await Self.outcome(sink, rows: rows, hasAccepted: false, streak: streak)
            refused += outcome.refused.count
            stop = outcome.stop
            batches += 1
        }
        #expect(stop != nil)
        // The probes of a batch are all sent before anything is said of the monitor.
        #expect(sink.sent.count { $0.count == 1 } == (rows == 4 ? 8 : 5))
        #expect(refused == 4 / rows * rows)
    }

    @Test func `a monitor that refused a small object whole is tried anew with the next one`() async {
        let streak = RefusalStreak()
        let none = await Self.outcome(
            .refusing(Set((0..<5).map(String.init))), rows: 5, hasAccepted: false, streak: streak)
        #expect(none.stop?.hindrance == .lasting)
        let outcome = await Self.outcome(.refusing(["0"]), rows: 100, hasAccepted: false, streak: streak)
        #expect(outcome.stop == nil)
        #expect(outcome.refused.map(\.row) == [0])
        #expect(outcome.acceptedRows == 99)
    }

    @Test func `a monitor that changes its mind is recognised too, but later`() async {
        let sink = ScriptedSink { _, _ in .split(reason: "no") }
        let outcome = await Self.outcome(sink, rows: 3000)
        #expect(sink.sent.count { $0.count == 1 } == 1500)
        #expect(outcome.stop?.hindrance == .lasting)
        #expect(outcome.refused.count == 1500)
    }

    @Test func `a batch of nothing but bad rows gets through where rows were accepted before`() async {
        let sink = ScriptedSink { _, _ in .split(reason: "no") }
        let outcome = await Self.outcome(sink, rows: 1000)
        #expect(outcome.stop == nil)
        #expect(outcome.refused.map(\.row) == Array(0..<1000))
    }

    @Test func `answers for each row settle those and leave the others`() async {
        let sink = ScriptedSink { rows, request in
            .mixed(
                rows.map { row in
                    switch row {
                    case "1", "4": .refused(reason: "bad \(row)")
                    case "2" where request < 3, "5" where request < 3: .retry(reason: "busy")
                    default: .accepted
                    }
                })
        }
        let outcome = await Self.outcome(sink, rows: 6)
        #expect(sink.sent == [["0", "1", "2", "3", "4", "5"], ["2", "5"], ["2", "5"]])
        #expect(outcome.accepted == [0..<1, 2..<4, 5..<6])
        #expect(outcome.refused.map(\.reason) == ["bad 1", "bad 4"])
        #expect(outcome.retries == 2)
        #expect(outcome.requests == 2)
        #expect(outcome.stop == nil)
    }

    @Test func `where each row is refused in one answer, nothing is said of any`() async {
        let sink = ScriptedSink { rows, _ in .mixed(rows.map { _ in .refused(reason: "no") }) }
        let outcome = await Self.outcome(sink, rows: 20, hasAccepted: false)
        #expect(outcome.stop?.hindrance == .lasting)
        #expect(outcome.refused.isEmpty)
        #expect(sink.sent.count == 1)
    }

    @Test func `an answer that takes a row shows that the others are at fault themselves`() async {
        let sink = ScriptedSink { rows, _ in
            .mixed(rows.map { $0 == "7" ? .accepted : .refused(reason: "no") })
        }
        let outcome = await Self.outcome(sink, rows: 300, hasAccepted: false)
        #expect(outcome.stop == nil)
        #expect(outcome.refused.count == 299)
        #expect(outcome.accepted == [7..<8])
    }

    @Test func `what is stopped in the middle of a division leaves the rest open`() async {
        let sink = ScriptedSink { rows, request in
            if request == 4 { return .stop(reason: "gone", .lasting) }
            return rows.contains("7") ? .split(reason: "bad") : .accepted()
        }
        let outcome = await Self.outcome(sink, rows: 8)
        #expect(sink.sent.map(\.count) == [8, 4, 4, 2])
        #expect(outcome.accepted == [0..<4])
        #expect(outcome.refused.isEmpty)
        #expect(outcome.stop == .init(reason: "gone", hindrance: .lasting))
    }

    @Test func `parts of a selection are what they would be of a list`() {
        var lot = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let rows = (0..<40).filter { _ in Bool.random(using: &lot) }
            let selection = RowSelection(rows: rows)
            #expect(selection.count == rows.count)
            #expect(rows.indices.map { selection[$0] } == rows)
            let end = Int.random(in: 0...rows.count, using: &lot)
            let start = Int.random(in: 0...end, using: &lot)
            let part = selection.part(start, end)
            #expect(Array(part.ranges.joined()) == Array(rows[start..<end]))
            #expect(part == RowSelection(rows: Array(rows[start..<end])))
            let batch = Batch.numbered(40)
            let body = part.count == 0 ? "\n" : rows[start..<end].map { "\($0)\n" }.joined()
            #expect(String(decoding: batch.body(of: part), as: UTF8.self) == body)
            for probing in [true, false] where rows.count > 1 {
                let divided = Delivery.divide(selection, probing: probing).flatMap { $0.ranges.joined() }
                #expect(divided.sorted() == rows)
            }
        }
    }
}
