import Glibc

/// A time of the wall clock in UTC, to the second, as it is written.
package struct Timestamp: Sendable {
    /// Whole seconds since 1970.
    package let seconds: Int

    /// A time.
    package init(seconds: Int) {
        self.seconds = seconds
    }

    /// The time now.
    package static var now: Timestamp { Timestamp(seconds: time(nil)) }

    /// `2026-01-01T00:00:00`, with another letter between date and time on demand.
    package func text(separator: Character = "T", zone: String = "Z") -> String {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let date = CivilDate(daysSince1970: days)
        let second = seconds - days * 86_400
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        let day = [Self.padded(date.year, 4), Self.padded(date.month, 2), Self.padded(date.day, 2)]
        return "\(day.joined(separator: "-"))\(separator)\(clock)\(zone)"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
