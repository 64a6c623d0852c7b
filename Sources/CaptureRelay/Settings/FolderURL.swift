/// Reads the URL of a folder: `file:///var/lib/relay`.
enum FolderURL {
    /// The absolute path that a URL names.
    static func path(of url: String) throws(FolderURLError) -> String {
        let lowercased = url.lowercased()
        guard lowercased.hasPrefix("file://") else { throw .otherScheme }
        let rest = url.dropFirst("file://".count)
        guard let slash = rest.firstIndex(of: "/") else { throw .notAbsolute }
        guard slash == rest.startIndex || rest[..<slash].lowercased() == "localhost" else { throw .notAbsolute }
        let encoded = rest[slash...]
        guard !encoded.contains("?"), !encoded.contains("#") else { throw .queryOrFragment }
        guard let decoded = decoded(encoded) else { throw .badEscape }
        var path = decoded[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        guard path != "/" else { throw .root }
        return String(path)
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}

/// What is wrong with the URL of a folder; no case holds the URL, which may carry what is not for a log.
enum FolderURLError: Error, Equatable, CustomStringConvertible {
    case otherScheme
    case notAbsolute
    case queryOrFragment
    case badEscape
    case root

    /// The sentence's end, after the variable's name.
    var description: String {
        switch self {
        case .otherScheme:
            "is neither s3://bucket/prefix nor the URL of a folder, such as file:///var/lib/relay"
        case .notAbsolute:
            "does not name a folder from the top; write three slashes, such as file:///var/lib/relay"
        case .queryOrFragment:
            "has a ? or #, which no folder's URL has; in a folder's name, write %3F or %23"
        case .badEscape:
            "has a % that two hexadecimal digits of UTF-8 text do not follow; write %25 for the sign itself"
        case .root:
            "names the top of the file system; it takes the URL of a folder, such as file:///var/lib/relay"
        }
    }
}
