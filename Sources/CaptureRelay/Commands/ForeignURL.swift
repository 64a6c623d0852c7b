import Relay

/// URLs that are not S3's: they can hold a password or a signature, and nothing of theirs but the scheme is shown.
enum ForeignURL {
    /// The scheme of a text that is such a URL.
    static func scheme(of text: String) -> String? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard !ObjectReference.isURL(text), parts.count == 2, parts[1].starts(with: "//".utf8) else { return nil }
        return String(Substring(parts[0]))
    }

    /// A text as far as it may be shown.
    static func shown(_ text: String) -> String { scheme(of: text).map { "\($0)://…" } ?? text }
}
