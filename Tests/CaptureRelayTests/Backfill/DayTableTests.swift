import Testing

@testable import CaptureRelay

@Suite struct DayTableTests {
    private static let columns = [
        DayTable.Column(title: "objects"), DayTable.Column(title: "bytes", isBytes: true),
    ]

    @Test func `The days stand in their order, with a sum below`() {
        var table = DayTable(Self.columns)
        table.add([1, 2_500_000], at: 1_740_873_600)
        table.add([1, 10], at: 1_740_787_200)
        table.add([11, 5], at: 1_740_787_200 + 86_399)
        #expect(
            table.lines == [
                "day         objects   bytes", "2025-03-01       12    15 B", "2025-03-02        1  2.5 MB",
                "sum              13  2.5 MB",
            ])
    }

    @Test func `More than a month of days is told by month`() {
        var table = DayTable(Self.columns)
        for day in 0..<31 { table.add([1, 1], at: 1_740_787_200 + day * 86_400) }
        #expect(table.lines.count == 33)
        table.add([1, 1], at: 1_740_787_200 + 31 * 86_400)
        #expect(
            table.lines == [
                "month    objects  bytes", "2025-03       31   31 B", "2025-04        1    1 B",
                "sum           32   32 B",
            ])
    }

    @Test func `Sizes that nothing has are no end of the program`() {
        var table = DayTable(Self.columns)
        for day in 0..<2 { table.add([1, .max], at: 1_740_787_200 + day * 86_400) }
        table.add([1, 1], at: 1_740_787_200)
        #expect(table.lines.last?.hasPrefix("sum               3  9223372036.8 GB") == true)
    }

    @Test func `Without a day there is no table`() {
        #expect(DayTable(Self.columns).lines.isEmpty)
    }
}
