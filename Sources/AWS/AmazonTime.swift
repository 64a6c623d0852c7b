import Glibc

/// A point in time as AWS writes it, to the second.
package struct AmazonTime: Equatable, Comparable, Sendable {
    /// The seconds since 1970.
    package let seconds: Int

    /// A point in time.
    package init(seconds: Int) {
        self.seconds = seconds
    }

    /// The time now.
    package static var now: AmazonTime {
        AmazonTime(seconds: time(nil))
    }

    /// A time of the calendar, in UTC; nothing for one that no calendar has.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour) else { return nil }
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(clamping: year - 1900)
        unsafe parts.tm_mon = Int32(month - 1)
        unsafe parts.tm_mday = Int32(day)
        let midnight = unsafe timegm(&parts)
        // A day beyond the month's end would have become one of the next month.
        guard unsafe parts.tm_mday == Int32(day), (0...59).contains(minute), (0...60).contains(second) else {
            return nil
        }
        seconds = midnight + hour * 3600 + minute * 60 + second
    }

    /// The time as it stands in a signature: `20261121T095738Z`.
    package var stamp: String {
        var parts = unsafe tm()
        var seconds = time_t(seconds)
        unsafe gmtime_r(&seconds, &parts)
        let fields = unsafe [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec]
        let year = unsafe Int(parts.tm_year) + 1900
        let texts = fields.map { Self.digits(Int($0), 2) }
        return Self.digits(year, 4) + texts[..<2].joined() + "T" + texts[2...].joined() + "Z"
    }

    /// The day as it stands in a signature's scope: `20261121`.
    package var day: String { String(stamp.prefix(8)) }

    package static func < (left: AmazonTime, right: AmazonTime) -> Bool { left.seconds < right.seconds }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
