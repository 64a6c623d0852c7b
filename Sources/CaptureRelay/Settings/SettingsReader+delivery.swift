/// How batches are sent, whatever they are sent to.
extension SettingsReader {
    /// The most batches in flight that there can be.
    static let mostBatches = 64

    /// Whether a secret may travel where others can read it.
    var allowsHTTP: Bool { trimmedValue(.allowHTTP)?.lowercased() == "true" }

    /// Whether request bodies are compressed.
    var compresses: Bool { trimmedValue(.compression)?.lowercased() == "gzip" }

    /// Checks what the sinks look at themselves, even where none does.
    mutating func checkWords() {
        for variable in [Variable.compression, .allowHTTP] { _ = word(variable) }
    }

    /// The statuses after which a request is sent again.
    mutating func retryStatuses() -> Set<Int>? {
        guard let value = trimmedValue(.retryStatuses) else { return nil }
        var statuses: Set<Int> = []
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = part.filter { $0 != " " && $0 != "\t" }
            guard digits.utf8.count == 3, digits.allSatisfy("0123456789".contains), let status = Int(digits),
                (400...599).contains(status)
            else {
                refuse(.retryStatuses, value: value, "is not a list of statuses")
                return nil
            }
            statuses.insert(status)
        }
        return statuses
    }
}
