extension AmazonTime {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Reads a time as header fields have it: `Sat, 21 Nov 2026 10:00:00 GMT`.
    package init?(http text: String) {
        let words = text.lowercased().split { $0 == " " || $0 == "," }
        guard words.count == 6, words[5] == "gmt" || words[5] == "utc" else { return nil }
        let clock = words[4].split(separator: ":").map { Int($0) }
        guard let day = Int(words[1]), let month = Self.months.firstIndex(of: String(words[2])),
            let year = Int(words[3]), (1970...9999).contains(year),
            clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2]
        else { return nil }
        self.init(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    }
}
