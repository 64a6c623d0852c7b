import AWS
import JSON

/// A token and how long it is good for, by our own clock.
struct OpenScaleToken: Equatable, Sendable {
    /// What is assumed where nothing says how long it lives.
    private static let usualLife = 1800
    /// Longer than any lives, and short enough that no sum of times overflows.
    private static let longestLife = 365 * 86_400
    /// How many seconds before its end it is not relied upon any more.
    private static let margin = 10

    let text: String
    /// When to look for the next one.
    var renewal: AmazonTime
    /// From when on it is no good.
    let end: AmazonTime

    /// A token that was asked for at a time and lives for so many seconds; what it says of itself counts where nobody
    /// tells.
    init(_ text: String, life: Int?, askedAt start: AmazonTime) {
        self.text = text
        let told = life.flatMap { $0 > 0 ? $0 : nil } ?? Self.claimedLife(text, start)
        let life = min(told ?? Self.usualLife, Self.longestLife)
        renewal = AmazonTime(seconds: start.seconds + life * 8 / 10)
        end = AmazonTime(seconds: start.seconds + life - min(Self.margin, life / 10))
    }

    /// How long a JSON Web Token says that it lives: the difference counts, so that clocks may differ.
    private static func claimedLife(_ token: String, _ now: AmazonTime) -> Int? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var encoded = ByteBuffer()
        encoded.append(text: String(parts[1]))
        var decoded = ByteBuffer()
        guard decoded.appendDecodedBase64(encoded.bytes), let claims = try? JSONValue(parsing: decoded.bytes),
            let end = claims["exp"]?.seconds
        else { return nil }
        let life = end - (claims["iat"]?.seconds ?? now.seconds)
        return life > 0 ? life : nil
    }
}

extension JSONValue {
    /// A number of seconds, be it written with a fraction or as a text; nothing for one that no clock reaches.
    var seconds: Int? {
        guard let text = plain, let number = Double(text), abs(number) < 1e12 else { return nil }
        return Int(number)
    }
}
