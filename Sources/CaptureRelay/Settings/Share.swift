/// Reads shares of a whole: `0.05`, `5%`.
enum Share {
    /// The share that a text says, or nothing when it is none from 0 to 1.
    static func value(of text: String) -> Double? {
        let isPercentage = text.hasSuffix("%")
        let number = isPercentage ? text.dropLast() : text[...]
        guard number.allSatisfy({ $0 == "." || ("0"..."9").contains($0) }), let value = Double(number) else {
            return nil
        }
        let share = isPercentage ? value / 100 : value
        return share <= 1 ? share : nil
    }
}
