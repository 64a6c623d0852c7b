import CCrypto

/// SHA-256, alone and with a key, as libcrypto computes them.
package enum SecureHash {
    private static let length = Int(SHA256_DIGEST_LENGTH)

    /// The hash of bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        let result = unsafe SHA256(bytes, bytes.count, &digest)
        unsafe precondition(result != nil, "libcrypto cannot compute SHA-256")
        return digest
    }

    /// The hash of text under a key (HMAC).
    static func sha256(_ text: String, key: [UInt8]) -> [UInt8] {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: length)
        let result = unsafe HMAC(EVP_sha256(), key, CInt(key.count), bytes, bytes.count, &digest, nil)
        unsafe precondition(result != nil, "libcrypto cannot compute HMAC with SHA-256")
        return digest
    }

    /// Bytes in hexadecimal digits, as signatures are written.
    package static func digits(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }
}
