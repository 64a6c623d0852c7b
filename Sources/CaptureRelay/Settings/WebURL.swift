import AWS

/// An address that requests go to; its host may be shown, the rest of it may hold what is not for a log.
struct WebURL: Equatable, Sendable {
    /// The URL without blanks around it.
    let text: String

    /// Its parts.
    let parts: URLParts

    /// Takes a text for an `http` or `https` URL without a user and a fragment.
    init(_ text: String) throws(WebURLError) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .characters }
        guard let parts = URLParts(text) else { throw .notAURL }
        guard !parts.hasUser else { throw .user }
        guard !text.utf8.contains(UInt8(ascii: "#")) else { throw .fragment }
        self.text = text
        self.parts = parts
    }

    /// Scheme, host and port, without a slash at the end.
    var origin: String { "\(parts.scheme)://\(parts.hostField)" }

    /// Whether nobody on the way can read what is sent there.
    var isPrivate: Bool { parts.scheme == "https" || isLoopback }

    /// Whether the host is this one.
    private var isLoopback: Bool {
        if parts.host == "localhost" || parts.host == "[::1]" { return true }
        let numbers = parts.host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}

/// What is wrong with an address; no case holds it.
enum WebURLError: Error, Equatable, CustomStringConvertible {
    case characters
    case notAURL
    case user
    case fragment

    /// The sentence's end, after the variable's name.
    var description: String {
        switch self {
        case .characters: "holds a blank or another character that no URL has; write it as % and two digits"
        case .notAURL: "is not a URL that begins with https:// or http:// and names a host"
        case .user: "has a user before its host, which is not supported; a token has a setting of its own"
        case .fragment: "has a #, behind which nothing would be sent; leave that part out, or write the sign as %23"
        }
    }
}
