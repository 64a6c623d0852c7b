extension AmazonTime {
    /// Reads a time as ISO 8601 has it: `2026-11-21T10:00:00Z`, also with a fraction, which is dropped, and with an
    /// offset in place of the `Z`, and as signatures have it.
    package init?(iso8601 text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = Self.number(&rest, digits: 4) else { return nil }
        // The separators are there, or none is.
        let isSpaced = Self.take("-", &rest)
        guard let month = Self.number(&rest, digits: 2), Self.take("-", &rest) == isSpaced,
            let day = Self.number(&rest, digits: 2),
            Self.take("T", &rest) || Self.take("t", &rest) || Self.take(" ", &rest),
            let hour = Self.number(&rest, digits: 2), Self.take(":", &rest) == isSpaced,
            let minute = Self.number(&rest, digits: 2), Self.take(":", &rest) == isSpaced,
            let second = Self.number(&rest, digits: 2)
        else { return nil }
        if Self.take(".", &rest) || Self.take(",", &rest) {
            let fraction = rest.prefix { (0x30...0x39).contains($0) }
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        guard let offset = Self.offset(&rest), rest.isEmpty,
            let time = AmazonTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self.init(seconds: time.seconds - offset)
    }

    /// The seconds by which a local time is ahead: none for `Z` and for nothing at all.
    private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
        if rest.isEmpty || take("Z", &rest) || take("z", &rest) { return 0 }
        let isBehind = take("-", &rest)
        guard isBehind || take("+", &rest), let hours = number(&rest, digits: 2) else { return nil }
        _ = take(":", &rest)
        let minutes = rest.isEmpty ? 0 : number(&rest, digits: 2)
        guard let minutes, hours < 24, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
    }

    private static func take(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, UInt32(first) == sign.value else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
