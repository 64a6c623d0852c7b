import AWS
import HTTP
import TestSupport
import Testing

@testable import Relay

/// What may succeed later is tried again, for some time.
@Suite struct DeliveryRetryTests {
    private let waiting = NoWaiting()
    private let streak = RefusalStreak()

    private func deliver(
        _ sink: ScriptedSink, rows: Int = 2, budget: Int = 60, deadline: Int? = nil, backoff: Backoff = Backoff()
    ) async -> BatchOutcome {
        let delivery = Delivery(
            to: sink, budget: .seconds(budget), deadline: deadline.map { waiting.now + .seconds($0) }, streak: streak,
            log: PipelineRig.Log(), waiting: waiting, backoff: backoff)
        return await delivery.deliver(.numbered(rows))
    }

    @Test func `rows are sent again until they are taken`() async {
        let sink = ScriptedSink { _, request in request < 4 ? .retry(reason: "busy") : .accepted() }
        let outcome = await deliver(sink)
        #expect(sink.sent == [[String]](repeating: ["0", "1"], count: 4))
        #expect(sink.shipments.map(\.retry) == [0, 1, 2, 3])
        #expect(outcome.accepted == [0..<2])
        #expect(outcome.retries == 3)
        #expect(outcome.requests == 1)
        #expect(outcome.stop == nil)
    }

    @Test func `each wait is drawn between nothing and twice the one before`() async {
        var all: [[Duration]] = []
        for _ in 0..<40 {
            let rig = DeliveryRetryTests()
            _ = await rig.deliver(ScriptedSink { _, request in request < 10 ? .retry(reason: "busy") : .accepted() })
            all.append(rig.waiting.waits)
        }
        for attempt in 0..<9 {
            let ceiling = min(Duration.seconds(20), .milliseconds(100) * (1 << attempt))
            let waits = all.filter { $0.count > attempt }.map { $0[attempt] }
            #expect(waits.allSatisfy { $0 >= .zero && $0 <= ceiling })
            #expect(waits.contains { $0 > ceiling / 2 } && waits.contains { $0 < ceiling / 2 })
        }
    }

    @Test func `the monitor is left alone for as long as it asks at least`() async {
        let sink = ScriptedSink { _, request in
            request < 3 ? .retry(reason: "busy", after: .seconds(7 * request)) : .accepted()
        }
        let outcome = await deliver(sink)
        #expect(waiting.waits == [.seconds(7), .seconds(14)])
        #expect(outcome.stop == nil)
    }

    @Test(arguments: [0, 1, 30]) func `rows are given up when the budget is spent`(budget: Int) async {
        let outcome = await deliver(ScriptedSink { _, _ in .retry(reason: "busy") }, budget: budget)
        #expect(outcome.stop?.hindrance == .passing)
        #expect(outcome.stop?.reason.hasPrefix("given up after ") == true)
        #expect(outcome.stop?.reason.hasSuffix("busy") == true)
        // To the last second: no wait that is long by chance ends it early.
        #expect(waiting.waits.reduce(.zero, +) == .seconds(budget))
    }

    @Test func `a monitor that asks for more time than the budget is not waited for`() async {
        let outcome = await deliver(ScriptedSink { _, _ in .retry(reason: "busy", after: .seconds(120)) })
        #expect(waiting.waits.isEmpty)
        #expect(outcome.stop?.reason.contains("and 120 s of patience are asked for") == true)
    }

    @Test func `the budget is for failures that follow each other, not for all rows together`() async {
        let sink = ScriptedSink { rows, request in
            if rows.count > 1 { return .split(reason: "bad") }
            return request.isMultiple(of: 2) ? .retry(reason: "busy", after: .seconds(50)) : .accepted()
        }
        streak.accept()
        let outcome = await deliver(sink, rows: 2)
        #expect(outcome.stop == nil)
        #expect(outcome.acceptedRows == 2)
    }

    @Test func `nothing begins after the deadline`() async {
        let sink = ScriptedSink { _, _ in .retry(reason: "busy", after: .seconds(4)) }
        let outcome = await deliver(sink, deadline: 10)
        #expect(waiting.waits == [.seconds(4), .seconds(4)])
        #expect(outcome.stop?.hindrance == .deadline)
        #expect(sink.shipments.allSatisfy { $0.deadline != nil })
    }

    @Test func `who is interrupted while waiting says so`() async {
        struct Interrupted: Waiting {
            let now = ContinuousClock.now
            func wait(_ duration: Duration) async -> Bool { false }
        }
        let delivery = Delivery(
            to: ScriptedSink { _, _ in .retry(reason: "busy") }, budget: .seconds(60), deadline: nil, streak: streak,
            log: PipelineRig.Log(), waiting: Interrupted())
        let outcome = await delivery.deliver(.numbered(1))
        #expect(outcome.stop?.hindrance == .interruption)
        #expect(outcome.retries == 0)
    }

    @Test func `when the object is stopped nothing is tried again`() async {
        let sink = ScriptedSink { rows, _ in
            rows.count == 1 ? .stop(reason: "no such model", .lasting) : .retry(reason: "busy")
        }
        let delivery = Delivery(
            to: sink, budget: .seconds(60), deadline: nil, streak: streak, log: PipelineRig.Log(), waiting: waiting)
        #expect(await delivery.deliver(.numbered(1)).stop?.reason == "no such model")
        let stop = await delivery.deliver(.numbered(2)).stop
        #expect(stop == .init(reason: "busy", hindrance: .passing, followsAnother: true))
        // The object's reason is that of the batch that was stopped first, whichever lands first.
        var ending = ObjectEnding()
        if let stop { ending.take(stop) }
        #expect(ending.isStopped)
        #expect(ending.failure == nil)
        #expect(sink.sent.count == 2)
        #expect(waiting.waits.isEmpty)
    }

    @Test func `why it is tried again is told once, until there is another reason`() async {
        let sink = ScriptedSink { _, request in
            request == 7 ? .accepted() : .retry(reason: request < 4 ? "busy since \(request) ms" : "unwell")
        }
        let log = PipelineRig.Log()
        let delivery = Delivery(
            to: sink, budget: .seconds(600), deadline: nil, streak: streak, log: log, waiting: waiting)
        _ = await delivery.deliver(.numbered(2))
        let warnings = log.lines.filter { $0.level == .warning }.map(\.message)
        #expect(warnings.map { $0.prefix(while: { $0 != ";" }) } == ["busy since 1 ms", "unwell"])
        #expect(log.lines.count { $0.level == .debug } == 4)
    }

    @Test func `a batch without rows is delivered without a request`() async {
        let sink = ScriptedSink { _, _ in .accepted() }
        #expect(await deliver(sink, rows: 0) == BatchOutcome())
        #expect(sink.sent.isEmpty)
    }

    @Test func `the ids that the monitor gave are told`() async {
        let sink = ScriptedSink { _, _ in .accepted(Receipt(firstID: "x1", lastID: "x2")) }
        let log = PipelineRig.Log()
        let delivery = Delivery(
            to: sink, budget: .zero, deadline: nil, streak: streak, log: log, waiting: waiting)
        _ = await delivery.deliver(.numbered(2))
        #expect(log.lines.map(\.message) == ["2 rows accepted, with the ids x1 to x2"])
    }
}
