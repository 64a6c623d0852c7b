import JSON

/// The time of an inference, as captures write it: `2026-01-01T00:00:00Z`, with a fraction, an offset or none, or as
/// seconds since 1970.
struct InferenceTime: Equatable {
    /// Whole seconds since 1970.
    let seconds: Int

    /// The digits behind the decimal point of the seconds, as places in the text.
    let fraction: Range<Int>

    /// Whether it was written as seconds since 1970.
    let isEpoch: Bool

    /// Reads a text; nothing where it is no time.
    init?(_ text: Bytes) {
        if let epoch = Self.epoch(text) {
            self = epoch
            return
        }
        guard text.count >= 19, let date = Self.date(text), let clock = Self.clock(text) else { return nil }
        var place = 19
        var fraction = 19..<19
        if text.peek(place) == 0x2E || text.peek(place) == 0x2C {
            let start = place + 1
            place = Self.digits(text, from: start)
            guard place > start else { return nil }
            fraction = start..<place
        }
        guard let offset = Self.offset(text, from: place) else { return nil }
        seconds = date * 86_400 + clock - offset
        guard seconds >= 0 else { return nil }
        self.fraction = fraction
        isEpoch = false
    }

    private init(epoch seconds: Int, fraction: Range<Int>) {
        self.seconds = seconds
        self.fraction = fraction
        isEpoch = true
    }

    private static func epoch(_ text: Bytes) -> InferenceTime? {
        let end = digits(text, from: 0)
        guard end > 0, end <= 11, let seconds = number(text, 0, end) else { return nil }
        if end == text.count { return InferenceTime(epoch: seconds, fraction: end..<end) }
        guard text[end] == 0x2E, digits(text, from: end + 1) == text.count, end + 1 < text.count else { return nil }
        return InferenceTime(epoch: seconds, fraction: end + 1..<text.count)
    }

    /// Days since 1970 of `YYYY-MM-DD`.
    private static func date(_ text: Bytes) -> Int? {
        guard text[4] == 0x2D, text[7] == 0x2D, let year = number(text, 0, 4), let month = number(text, 5, 7),
            let day = number(text, 8, 10), year >= 1970, month >= 1, month <= 12, day >= 1
        else { return nil }
        guard day <= CivilDate.days(in: month, of: year) else { return nil }
        return CivilDate(year: year, month: month, day: day).daysSince1970
    }

    /// Seconds of the day of `HH:MM:SS`; a leap second counts as the one before it.
    private static func clock(_ text: Bytes) -> Int? {
        guard text[10] == 0x54 || text[10] == 0x74 || text[10] == 0x20, text[13] == 0x3A, text[16] == 0x3A,
            let hour = number(text, 11, 13), let minute = number(text, 14, 16), let second = number(text, 17, 19),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + min(second, 59)
    }

    /// Seconds east of Greenwich; without an offset the time is UTC.
    private static func offset(_ text: Bytes, from start: Int) -> Int? {
        if start == text.count { return 0 }
        let sign = text[start]
        if sign == 0x5A || sign == 0x7A { return start + 1 == text.count ? 0 : nil }
        guard sign == 0x2B || sign == 0x2D, let hours = number(text, start + 1, start + 3), hours < 24 else {
            return nil
        }
        var minutesStart = start + 3
        if minutesStart == text.count { return (sign == 0x2D ? -hours : hours) * 3600 }
        if text[minutesStart] == 0x3A { minutesStart += 1 }
        guard minutesStart + 2 == text.count, let minutes = number(text, minutesStart, minutesStart + 2), minutes < 60
        else { return nil }
        return (sign == 0x2D ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func digits(_ text: Bytes, from start: Int) -> Int {
        var place = start
        while place < text.count, text[place] &- 0x30 < 10 { place += 1 }
        return place
    }

    private static func number(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        guard end <= text.count else { return nil }
        var number = 0
        for index in start..<end {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
