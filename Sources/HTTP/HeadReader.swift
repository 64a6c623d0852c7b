/// Reads the lines of a response's head; heads of what comes before the answer (1xx) are passed over.
struct HeadReader {
    /// What a line led to.
    enum Step {
        case more
        case head(Inflow.Head)
        case tooLong
    }

    /// More bytes than any head has that means well.
    private static let limit = 256 << 10

    private var status = 0
    private var fields = HTTPFields()
    private var length = 0

    /// Whether nothing was read.
    var isUntouched: Bool { length == 0 }

    /// Whether there was more than can be.
    var isTooLong: Bool { length > Self.limit }

    /// Takes a line with its line break.
    mutating func read(_ line: String) -> Step {
        length += line.utf8.count
        guard !isTooLong else { return .tooLong }
        let text = Substring(line).trimmed
        if text.hasPrefix("HTTP/") {
            fields = HTTPFields()
            status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        } else if text.isEmpty {
            return status >= 200 ? .head(Inflow.Head(status: status, fields: fields)) : .more
        } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
            fields.add(String(text[..<colon].trimmed), String(text[colon...].dropFirst().trimmed))
        }
        return .more
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        var part = self.utf8
        while let first = part.first, isSpace(first) { part.removeFirst() }
        while let last = part.last, isSpace(last) { part.removeLast() }
        return Substring(part)
    }
}
