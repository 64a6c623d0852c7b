import Relay
import Testing

@Suite struct TallyTests {
    @Test func `a tally of nothing is true`() {
        #expect(Tally().isTrue)
    }

    @Test func `a tally is true when every line and row is accounted for`() {
        var tally = Tally()
        tally.lines = 21
        (tally.blank, tally.ignored, tally.quarantined) = (1, 2, 3)
        (tally.delivered, tally.resumed, tally.undelivered) = (4, 5, 6)
        #expect(tally.isTrue)
        tally.rows = 6
        #expect(!tally.isTrue)
        (tally.accepted, tally.rejected, tally.undeliveredRows) = (1, 2, 3)
        #expect(tally.isTrue)
    }

    @Test(
        arguments: [
            { $0.lines += 1 }, { $0.blank += 1 }, { $0.ignored += 1 }, { $0.quarantined += 1 }, { $0.delivered += 1 },
            { $0.resumed += 1 }, { $0.undelivered += 1 }, { $0.rows += 1 }, { $0.accepted += 1 }, { $0.rejected += 1 },
            { $0.undeliveredRows += 1 },
        ] as [@Sendable (inout Tally) -> Void])
    func `one line or row too many makes it false`(count: @Sendable (inout Tally) -> Void) {
        var tally = Tally()
        count(&tally)
        #expect(!tally.isTrue)
    }

    @Test func `batches, retries and bytes are in no sum`() {
        var tally = Tally()
        (tally.batches, tally.retries, tally.bytes) = (1, 2, 3)
        #expect(tally.isTrue)
    }

    @Test func `every count is added up`() {
        var part = Tally()
        (part.lines, part.blank, part.ignored, part.quarantined) = (1, 2, 3, 4)
        (part.delivered, part.resumed, part.undelivered, part.rows) = (5, 6, 7, 8)
        (part.accepted, part.rejected, part.undeliveredRows) = (9, 10, 11)
        (part.batches, part.retries, part.bytes) = (12, 13, 14)
        var total = part
        total += part
        #expect(part.counts.map(\.count) == Array(1...14))
        #expect(total.counts.map(\.count) == (1...14).map { 2 * $0 })
    }
}
