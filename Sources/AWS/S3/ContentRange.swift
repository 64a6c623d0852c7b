/// The part of an object that a response holds: `bytes 5-9/10`.
struct ContentRange: Equatable {
    /// The first byte.
    let first: Int
    /// The last byte.
    let last: Int
    /// How many bytes the object has, where the server knows.
    let total: Int?

    /// Reads a header field.
    init?(_ text: String) {
        guard text.hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst("bytes ".count).split(separator: "/", omittingEmptySubsequences: false)
        let ends = parts.first.map { $0.split(separator: "-", omittingEmptySubsequences: false) } ?? []
        guard parts.count == 2, ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first >= 0,
            last >= first
        else { return nil }
        total = Int(parts[1])
        guard total != nil || parts[1] == "*" else { return nil }
        self.first = first
        self.last = last
    }
}
