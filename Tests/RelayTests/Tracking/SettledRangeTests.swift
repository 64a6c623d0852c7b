import Testing

@testable import Relay

/// Which rows of a line are left for the next run.
@Suite struct SettledRangeTests {
    private static func resumption(_ accepted: [Range<Position>]) -> Resumption {
        var record = ProgressRecord()
        record.accepted = accepted
        return Resumption(record)
    }

    private static func place(_ offset: Int, _ row: Int = 0) -> Position { Position(offset: offset, row: row) }

    @Test func `what lies inside of what was accepted hides nothing of it`() {
        // Rows that were sent around others that the monitor had already.
        let resumption = Self.resumption([Self.place(10, 0)..<Self.place(50, 2), Self.place(30)..<Self.place(40)])
        for offset in [10, 20, 30, 40] { #expect(resumption.due(of: 3, at: offset) == []) }
        #expect(resumption.due(of: 3, at: 50) == [2..<3])
        #expect(resumption.due(of: 3, at: 60) == nil)
    }

    @Test func `ranges that touch or overlap are one, in any order`() {
        let ranges = [
            Self.place(40)..<Self.place(50), Self.place(10)..<Self.place(20, 1), Self.place(20, 1)..<Self.place(30),
            Self.place(15)..<Self.place(25),
        ]
        #expect(ranges.united == [Self.place(10)..<Self.place(30), Self.place(40)..<Self.place(50)])
        #expect([Range<Position>]().united == [])
    }
}
