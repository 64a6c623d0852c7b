/// A text that nobody else makes, of 128 bits by chance.
package enum UniqueText {
    /// Another one each time.
    package static func make() -> String {
        (0..<4).map { _ in String(UInt32.random(in: 0 ... .max), radix: 36) }.joined(separator: "-")
    }
}
