/// Reads spans of time: `10`, `2.5`.
enum Seconds {
    /// The span that a text says, to the millisecond, or nothing when it is none.
    static func duration(of text: String) -> Duration? {
        guard text.allSatisfy({ $0 == "." || ("0"..."9").contains($0) }), let value = Double(text), value < 1e9 else {
            return nil
        }
        return .milliseconds(Int((value * 1000).rounded()))
    }
}
