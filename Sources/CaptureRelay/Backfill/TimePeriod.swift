import Relay

/// A month, a day or a moment in UTC, as a person writes it.
struct TimePeriod: Equatable, Sendable {
    /// What is accepted, in words.
    static let accepted =
        "a day (2025-03-01), a month (2025-03), or a moment (2025-03-01T10:30, 2025-03-01T10:30:15Z), in UTC"

    /// Its first second since 1970.
    let start: Int
    /// The first second behind it; that of a moment is the moment itself.
    let end: Int

    /// Reads a period; nothing for what no calendar has.
    init?(_ text: String) {
        let isZoned = text.utf8.last == UInt8(ascii: "Z")
        let halves = (isZoned ? text.dropLast() : text[...]).split(separator: "T", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), !(isZoned && halves.count == 1),
            let date = Self.numbers(halves[0], widths: [4, 2, 2], separator: "-"), date.count >= 2,
            (1970...9999).contains(date[0]), (1...12).contains(date[1])
        else { return nil }
        if date.count == 2 {
            guard halves.count == 1 else { return nil }
            start = Self.midnight(date[0], date[1], 1)
            end = start + CivilDate.days(in: date[1], of: date[0]) * 86_400
            return
        }
        guard (1...CivilDate.days(in: date[1], of: date[0])).contains(date[2]) else { return nil }
        let midnight = Self.midnight(date[0], date[1], date[2])
        guard halves.count == 2 else {
            start = midnight
            end = midnight + 86_400
            return
        }
        guard let clock = Self.numbers(halves[1], widths: [2, 2, 2], separator: ":"), clock.count >= 2,
            clock[0] < 24, clock[1] < 60, clock.count == 2 || clock[2] < 60
        else { return nil }
        start = midnight + clock[0] * 3600 + clock[1] * 60 + (clock.count == 3 ? clock[2] : 0)
        end = start
    }

    private static func midnight(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilDate(year: year, month: month, day: day).daysSince1970 * 86_400
    }

    /// Numbers of so many digits each; the last of them may not be there.
    private static func numbers(_ text: Substring, widths: [Int], separator: Character) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count <= widths.count else { return nil }
        var numbers: [Int] = []
        for (part, width) in zip(parts, widths) {
            guard part.utf8.count == width, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(part)
            else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}

/// The times from one on up to another, which is not among them; either end can be open.
struct TimeSpan: Equatable, Sendable {
    /// The first second since 1970 that is wanted.
    var from: Int?
    /// The first second that is not wanted any more.
    var to: Int?

    /// Whether there is no time in it.
    var isEmpty: Bool {
        guard let from, let to else { return false }
        return from >= to
    }

    /// Whether a time is wanted.
    func contains(_ seconds: Int) -> Bool {
        if let from, seconds < from { return false }
        if let to, seconds >= to { return false }
        return true
    }
}
