/// The parts of an `http` or `https` URL, none of them decoded.
package struct URLParts: Equatable, Sendable {
    /// The scheme in small letters.
    package let scheme: String
    /// Whether a user stands before the host.
    package let hasUser: Bool
    /// The host in small letters, an address of IPv6 in its brackets.
    package let host: String
    /// The port where one is named.
    package let port: Int?
    /// The path, which begins with a slash or is empty.
    package let path: String
    /// What follows the question mark.
    package let query: String?

    /// Takes a URL apart; nothing for what is no URL of the web, or names its host in a way that two readers could
    /// understand differently.
    package init?(_ url: String) {
        let bytes = Array(url.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: Array("://".utf8))
        else {
            return nil
        }
        scheme = Self.text(bytes[..<colon]).lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = bytes[(colon + 3)...].prefix { $0 != UInt8(ascii: "#") }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let tail = rest[authority.endIndex...]
        let pathBytes = tail.prefix { $0 != UInt8(ascii: "?") }
        path = Self.text(pathBytes)
        query = pathBytes.endIndex < tail.endIndex ? Self.text(tail[(pathBytes.endIndex + 1)...]) : nil

        // Some take a backslash for the end of the host, others for a part of the user.
        guard authority.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
        let at = authority.lastIndex(of: UInt8(ascii: "@"))
        hasUser = at != nil
        let place = authority[(at.map { $0 + 1 } ?? authority.startIndex)...]
        guard let (host, port) = Self.hostAndPort(place) else { return nil }
        self.host = Self.text(host).lowercased()
        self.port = port
    }

    /// The host as a request names it: with the port, unless it is the scheme's own.
    package var hostField: String {
        guard let port, port != (scheme == "https" ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }

    private static func hostAndPort(_ place: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, Int?)? {
        let isBracketed = place.first == UInt8(ascii: "[")
        let end: Int
        if isBracketed {
            guard let bracket = place.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            end = bracket + 1
        } else {
            end = place.firstIndex(of: UInt8(ascii: ":")) ?? place.endIndex
        }
        let host = place[..<end]
        let letters = isBracketed ? host.dropFirst().dropLast() : host
        let allowed = Array((isBracketed ? "0123456789abcdefABCDEF:." : "").utf8)
        guard !letters.isEmpty, letters.allSatisfy({ isBracketed ? allowed.contains($0) : isOfName($0) }) else {
            return nil
        }
        guard end < place.endIndex else { return (host, nil) }
        let digits = place[(end + 1)...]
        guard place[end] == UInt8(ascii: ":"), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        // A colon without a port says nothing.
        if digits.isEmpty { return (host, nil) }
        guard let port = Int(text(digits)), (1...65_535).contains(port) else { return nil }
        return (host, port)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
