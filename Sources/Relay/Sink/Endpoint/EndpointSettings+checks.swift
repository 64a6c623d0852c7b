import AWS

extension EndpointSettings.Header {
    /// What belongs to the transfer itself: another value would break the request.
    private static let reserved = [
        "Connection", "Content-Encoding", "Content-Length", "Expect", "Keep-Alive", "Proxy-Authorization",
        "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    ]

    /// Why it cannot be sent, if it cannot; a phrase that follows the setting's name and does not tell the value.
    package var fault: String? {
        guard Self.isName(name) else { return "has the name \"\(name.escaped)\", which is none of a header" }
        if Self.reservedName(name) != nil {
            return "sets \(name), which belongs to the transfer itself; leave it out"
        }
        let isSendable = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
        return isSendable ? nil : "has a line break or a control character in the value of \(name)"
    }

    /// Whether its value says what everybody may know.
    var isPlain: Bool { ["accept", "content-type", "user-agent", "host"].contains(name.lowercased()) }

    /// Whether a text can be the name of a field.
    package static func isName(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isOfName) }

    /// The usual form of a name that belongs to the transfer itself; nothing for any other.
    package static func reservedName(_ name: String) -> String? {
        reserved.first { $0.lowercased() == name.lowercased() }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension EndpointSettings {
    /// The user and the password that stand before the host.
    var userParts: [String] {
        guard URLParts(url)?.hasUser == true else { return [] }
        let rest = url.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return [] }
        let pair = authority[..<at]
        let parts = pair.split(separator: UInt8(ascii: ":"), maxSplits: 1).compactMap { String($0) }
        return (String(pair).map { [$0] } ?? []) + parts
    }
}
