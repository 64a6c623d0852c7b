import Foundation
import Relay
import Testing

@Suite struct CivilDateTests {
    /// Foundation's Gregorian calendar, which is the Julian one before 1582-10-15.
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
        return calendar
    }()

    private static let firstDay = CivilDate(year: 1583, month: 1, day: 1).daysSince1970
    private static let lastDay = CivilDate(year: 9999, month: 12, day: 31).daysSince1970

    @Test func `days are those of Foundation's calendar`() {
        for days in stride(from: Self.firstDay, through: Self.lastDay, by: 97) {
            let date = Date(timeIntervalSince1970: Double(days) * 86_400)
            let parts = Self.calendar.dateComponents([.year, .month, .day], from: date)
            let expected = CivilDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
            #expect(CivilDate(daysSince1970: days) == expected, "\(days)")
        }
    }

    @Test func `days follow one another and come back`() {
        var last = CivilDate(daysSince1970: -800_001)
        for days in -800_000...200_000 {
            let date = CivilDate(daysSince1970: days)
            let isNextDay = date == CivilDate(year: last.year, month: last.month, day: last.day + 1)
            let isNextMonth = date == CivilDate(year: last.year, month: last.month + 1, day: 1)
            let isNextYear = date == CivilDate(year: last.year + 1, month: 1, day: 1)
            let isLastOfMonth = last.day == CivilDate.days(in: last.month, of: last.year)
            let isRight = isLastOfMonth ? (last.month == 12 ? isNextYear : isNextMonth) : isNextDay
            guard isRight, date.daysSince1970 == days else { return #expect(Bool(false), "\(last) \(date) \(days)") }
            last = date
        }
        #expect(last == CivilDate(daysSince1970: 200_000))
    }

    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (2026, 1, 1, 20_454),
        (1, 1, 1, -719_162), (0, 2, 29, -719_469), (9999, 12, 31, 2_932_896),
    ])
    func `known days have their numbers`(year: Int, month: Int, day: Int, days: Int) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days) == date)
    }

    @Test(arguments: [(2000, 29), (1900, 28), (2024, 29), (2026, 28), (2400, 29), (2100, 28)])
    func `February knows leap years`(year: Int, days: Int) {
        #expect(CivilDate.days(in: 2, of: year) == days)
        #expect((1...12).map { CivilDate.days(in: $0, of: year) }.reduce(0, +) == 337 + days)
    }
}
