import CCrypto

/// SHA-256, alone and with a key, as libcrypto computes them.
package enum SecureHash {
    private static let length = Int(SHA256_DIGEST_LENGTH)
    private static let block = Int(SHA256_CBLOCK)

    /// The hash of bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var state = SHA256_CTX()
        var digest = [UInt8](repeating: 0, count: length)
        let isDone = unsafe SHA256_Init(&state) == 1 && SHA256_Update(&state, bytes, bytes.count) == 1
        let isThere = unsafe isDone && SHA256_Final(&digest, &state) == 1
        precondition(isThere, "libcrypto cannot compute SHA-256")
        return digest
    }

    /// The hash of text under a key (HMAC, RFC 2104).
    static func sha256(_ text: String, key: [UInt8]) -> [UInt8] {
        let key = key.count > block ? sha256(key) : key
        let padded = key + [UInt8](repeating: 0, count: block - key.count)
        let inner = sha256(padded.map { $0 ^ 0x36 } + text.utf8)
        return sha256(padded.map { $0 ^ 0x5C } + inner)
    }

    /// Bytes in hexadecimal digits, as signatures are written.
    package static func digits(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }
}
