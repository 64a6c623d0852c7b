import HTTP
import JSON

/// Keys in JSON, as containers, instances and commands hand them out.
struct CredentialDocument {
    private let value: JSONValue

    /// Reads a document; nothing for what is no JSON object, of which nothing is told either, since it may hold keys.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes), value.members != nil else { return nil }
        self.value = value
    }

    /// A text that is not empty.
    func text(_ name: String) -> String? {
        guard let text = value[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    /// A number as it was written.
    func number(_ name: String) -> String? {
        guard case .number(let number)? = value[name] else { return nil }
        return number
    }

    /// The keys, whose session token has this name or that.
    func credentials(token: String) throws(CredentialFault) -> Credentials {
        guard let id = text("AccessKeyId"), let secret = text("SecretAccessKey") else {
            throw CredentialFault("the answer lacks AccessKeyId or SecretAccessKey")
        }
        return Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: text(token),
            expiration: try Self.expiration(text("Expiration")))
    }

    /// When keys end, as a text says it.
    static func expiration(_ text: String?) throws(CredentialFault) -> AmazonTime? {
        guard let text else { return nil }
        guard let time = AmazonTime(iso8601: text) else {
            throw CredentialFault("the end of the keys is not written like 2026-11-21T10:00:00Z")
        }
        return time
    }
}

extension HTTPResponse {
    /// What a refusal says: its status, and code and message where it is a document that has them.
    var refusal: String {
        guard let document = CredentialDocument(body) else { return "HTTP \(status)" }
        let words = [
            document.text("code") ?? document.text("Code"), document.text("message") ?? document.text("Message"),
        ]
        let text = words.compactMap { $0 }.joined(separator: ": ")
        return text.isEmpty ? "HTTP \(status)" : "HTTP \(status), \(String(text.prefix(300)))"
    }
}
