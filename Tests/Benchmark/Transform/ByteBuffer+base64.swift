import JSON

extension ByteBuffer {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends bytes in BASE64.
    mutating func appendBase64(_ bytes: Bytes) {
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = UInt32(bytes[start]) << 16 | UInt32(bytes.peek(start + 1)) << 8 | UInt32(bytes.peek(start + 2))
            for place in 0..<4 {
                let isPadding = start + place > bytes.count
                append(isPadding ? UInt8(ascii: "=") : Self.letters[Int(group >> UInt32(18 - 6 * place) & 63)])
            }
        }
    }
}
