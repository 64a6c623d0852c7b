import Testing

@testable import CaptureRelay

@Suite struct TimePeriodTests {
    @Test(arguments: [
        ("1970-01-01", 0, 86_400), ("2025-03-01", 1_740_787_200, 1_740_873_600),
        ("2024-02-29", 1_709_164_800, 1_709_251_200), ("2025-12", 1_764_547_200, 1_767_225_600),
        ("2025-03-01T10:30", 1_740_825_000, 1_740_825_000), ("2025-03-01T10:30:15", 1_740_825_015, 1_740_825_015),
        ("2025-03-01T10:30:15Z", 1_740_825_015, 1_740_825_015), ("2025-03-01T10:30Z", 1_740_825_000, 1_740_825_000),
    ])
    func `A period is read, in UTC`(text: String, start: Int, end: Int) {
        #expect(TimePeriod(text)?.start == start)
        #expect(TimePeriod(text)?.end == end)
    }

    @Test(arguments: [
        "", "2025", "2025-3-1", "2025-13", "2025-00", "2025-02-29", "2025-04-31", "2025-03-00", "0001-01-01",
        "25-03-01",
        "2025-03-01Z", "2025-03Z", "2025-03T10:30", "2025-03-01T", "2025-03-01T10", "2025-03-01T24:00",
        "2025-03-01T10:60",
        "2025-03-01T10:30:60", "2025-03-01T10:30:15.5", "2025-03-01T10:30+01:00", "2025-03-01 10:30", "2025/03/01",
        " 2025-03-01", "2025-03-01T10:30:15ZZ", "２０２５-03-01", "2025-03-01T10:30T10:30", "-025-03-01", "+025-03-01",
    ])
    func `What is no period is refused`(text: String) {
        #expect(TimePeriod(text) == nil)
    }

    @Test func `A span begins with its first second, and ends before its last`() {
        let span = TimeSpan(from: 10, to: 20)
        #expect([9, 10, 19, 20].map(span.contains) == [false, true, true, false])
        #expect([Int.min, 0, Int.max].allSatisfy(TimeSpan().contains))
    }
}
