package import HTTP
import JSON

extension Refusal {
    private static let bodyLimit = 1 << 16
    private static let messageLimit = 300

    /// Reads what is said in a response, without anything of the request that must stay secret.
    init(_ exchange: any HTTPExchange, to request: HTTPRequest, with credentials: Credentials, now: AmazonTime) async {
        let body = await Self.body(of: exchange)
        let response = HTTPResponse(status: exchange.status, fields: exchange.fields, body: body)
        self.init(response, to: request, with: credentials, now: now)
    }

    /// Reads what is said in a response that was received already.
    package init(_ response: HTTPResponse, to request: HTTPRequest, with credentials: Credentials, now: AmazonTime) {
        self.init(status: response.status)
        let fields = response.fields
        let body = response.body
        let isXML = body.first { $0 > 0x20 } == UInt8(ascii: "<")
        isXML ? read(XMLText(body)) : read(try? JSONValue(parsing: body), fields)
        region = (fields["x-amz-bucket-region"] ?? region).flatMap { AWSEnvironment.isRegion($0) ? $0 : nil }
        host = fields["location"].flatMap { URLParts($0)?.host } ?? host
        time = fields["date"].flatMap { AmazonTime(http: $0) }
        pause = fields["retry-after"].flatMap { RetryAfter.pause($0, now: time ?? now) }
        code = code.flatMap(Self.word)
        tidy(hiding: [credentials.secretAccessKey, credentials.sessionToken, request.fields["authorization"]])
    }

    /// Reads what is said of one entry of a call about several, which is refused by itself.
    init(entry: JSONValue) {
        self.init(status: entry["SenderFault"] == .bool(true) ? 400 : 500)
        code = entry["Code"]?.string.flatMap(Self.word)
        message = entry["Message"]?.string
        tidy(hiding: [])
    }

    /// The body as far as it came; what is wrong with it does not matter beside the status.
    private static func body(of exchange: any HTTPExchange) async -> [UInt8] {
        var buffer = ByteBuffer()
        do throws(TransferError) {
            while buffer.count < bodyLimit, try await exchange.read(into: &buffer) > 0 {}
        } catch {
            return buffer.bytes.array
        }
        return buffer.bytes.array
    }

    private mutating func read(_ document: XMLText) {
        code = document["Code"]
        message = document["Message"]
        region = document["Region"]
        host = document["Endpoint"]
    }

    private mutating func read(_ document: JSONValue?, _ fields: HTTPFields) {
        func text(_ name: String) -> String? { document?[name]?.string }
        // `com.amazonaws.ssm#ParameterNotFound` in the body, `ParameterNotFound:http://…` in the field.
        let type = text("__type") ?? text("code") ?? fields["x-amzn-errortype"]
        let name = type?.split(separator: ":").first.map(String.init)
        code = name?.split(separator: "#").last.map(String.init)
        message = text("message") ?? text("Message")
    }

    /// A code if it is one: a word.
    private static func word(_ text: String) -> String? {
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isWord && (1...80).contains(text.utf8.count) ? text : nil
    }

    /// Makes the message one short line, and drops one that could show what was signed with.
    private mutating func tidy(hiding secrets: [String?]) {
        guard let text = message else { return }
        message = nil
        saysSignatureTime = text.hasPrefix("Signature expired") || text.hasPrefix("Signature not yet current")
        guard !(code?.contains("Signature") ?? false) else { return }
        let signature = secrets.last.flatMap { $0?.split(separator: "=").last.map(String.init) }
        for secret in secrets + [signature] {
            if let secret, !secret.isEmpty, text.contains(secret) { return }
        }
        let line = text.unicodeScalars.prefix(Self.messageLimit).map { $0.value < 0x20 ? " " : String($0) }.joined()
        var trimmed = line[...]
        while let last = trimmed.last, last == " " || last == "." { trimmed.removeLast() }
        if !trimmed.isEmpty { message = String(trimmed) }
    }
}
