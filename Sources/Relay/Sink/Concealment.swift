import AWS
import JSON

/// Blots secrets out of what somebody else says, who may repeat what was sent.
struct Concealment: Sendable {
    /// What stands in a secret's place.
    static let mark = "***"

    /// A shorter text hides nothing, and would blot out half of every sentence.
    private static let shortest = 4
    /// The same for a word of several.
    private static let shortestWord = 8

    private var forms: [[UInt8]] = []

    /// A concealment of some texts, as they are and as they stand in URLs, JSON and base64.
    init(_ secrets: [String]) {
        var forms: Set<[UInt8]> = []
        for secret in secrets.flatMap(Self.parts) where secret.utf8.count >= Self.shortest {
            let encoded = PercentEncoding.encoded(secret)
            let lower = encoded.lowercased()
            forms.formUnion([Array(secret.utf8), Array(encoded.utf8), Array(lower.utf8), Self.escaped(secret)])
            forms.formUnion(Self.base64(secret))
        }
        // The longest first, so that no rest of it is left.
        self.forms = forms.sorted { $0.count > $1.count }
    }

    /// The text without any secret.
    func conceal(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for form in forms { bytes = Self.replace(form, in: bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A secret and what it is made of: the words behind `Bearer` and in `session=…; …`, and the user and the password
    /// behind `Basic`.
    private static func parts(of secret: String) -> [String] {
        let words = secret.split { " =;,".contains($0) }.map(String.init).filter { $0.utf8.count >= shortestWord }
        guard secret.lowercased().hasPrefix("basic ") else { return [secret] + words }
        let credential = String(secret.dropFirst("basic ".count))
        var encoded = ByteBuffer()
        encoded.append(text: credential)
        var decoded = ByteBuffer()
        guard decoded.appendDecodedBase64(encoded.bytes) else { return [secret, credential] + words }
        let pair = decoded.bytes.text
        let password = pair.utf8.firstIndex(of: UInt8(ascii: ":")).map { String(pair[$0...].dropFirst()) }
        return [secret, credential, pair] + words + (password.map { [$0] } ?? [])
    }

    /// The text inside of a JSON string, slashes escaped.
    private static func escaped(_ secret: String) -> [UInt8] {
        var plain = ByteBuffer()
        plain.append(text: secret)
        var buffer = ByteBuffer()
        buffer.appendJSONText(plain.bytes)
        return buffer.bytes.array.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    /// The text in base64 of both alphabets, without padding.
    private static func base64(_ secret: String) -> [[UInt8]] {
        var plain = ByteBuffer()
        plain.append(text: secret)
        var buffer = ByteBuffer()
        buffer.appendBase64(plain.bytes)
        let standard = Array(buffer.bytes.array.prefix { $0 != UInt8(ascii: "=") })
        let forURLs = standard.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        return [standard, forURLs]
    }

    private static func replace(_ form: [UInt8], in text: [UInt8]) -> [UInt8] {
        guard text.count >= form.count else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == form[0], text[index...].starts(with: form) {
                result += Array(mark.utf8)
                index += form.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}
