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
