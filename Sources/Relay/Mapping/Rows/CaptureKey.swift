/// What the key of a capture object tells: `…/endpoint/variant/yyyy/mm/dd/hh/mm-ss-fff-uuid.jsonl`, read from the right
/// since a prefix may hold anything.
struct CaptureKey: Equatable {
    let endpoint: String
    let variant: String

    init?(_ key: String) {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 7 else { return nil }
        let date = parts[(parts.count - 5)..<(parts.count - 1)]
        let widths = [4, 2, 2, 2]
        for (part, width) in zip(date, widths) {
            guard part.utf8.count == width, part.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        }
        endpoint = String(parts[parts.count - 7])
        variant = String(parts[parts.count - 6])
        guard !endpoint.isEmpty, !variant.isEmpty else { return nil }
    }
}
