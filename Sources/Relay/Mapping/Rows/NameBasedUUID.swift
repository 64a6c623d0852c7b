import CCrypto

/// A version-5 UUID: the same name gives the same id, today and on every machine.
enum NameBasedUUID {
    /// The namespace of URLs, from RFC 4122.
    private static let urls: [UInt8] = [
        0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
    ]

    /// The UUID of a URL, in its usual form.
    static func text(ofURL url: String) -> String {
        let name = urls + Array(url.utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        unsafe _ = SHA1(name, name.count, &digest)
        digest[6] = digest[6] & 0x0F | 0x50
        digest[8] = digest[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in digest.prefix(16).enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return text
    }
}
