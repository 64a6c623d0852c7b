/// How long a server asks to be left alone.
package enum RetryAfter {
    /// Longer than anybody waits, and short enough that no sum of times overflows.
    private static let longest = 1e9

    /// The seconds or the date of a field `Retry-After` as a span of time, which is never negative; nothing for what is
    /// neither.
    package static func pause(_ text: String, now: AmazonTime) -> Duration? {
        let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        if digits, let seconds = Double(text) { return .seconds(min(seconds, longest)) }
        return AmazonTime(http: text).map { .seconds(max(0, $0.seconds - now.seconds)) }
    }
}
