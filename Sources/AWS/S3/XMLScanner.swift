/// Walks over the elements of an XML document from its first byte to its last, once.
///
/// It knows what S3 writes: elements, their text with its entities, comments and sections of characters. Attributes are
/// passed over, and a document that declares things of its own is none that S3 sends.
struct XMLScanner {
    /// What it comes upon.
    enum Piece: Equatable {
        /// An element begins, and is the last of the path from now on.
        case opening
        /// The last element of the path ends, and this text stood in it behind its last child.
        case closing(text: String)
    }

    private static let deepest = 16

    /// The elements that are open, from the outermost to the innermost.
    private(set) var path: [String] = []

    /// Whether the document ended where it may: its one element was closed, and nothing came behind it.
    var isWhole: Bool { hasRoot && path.isEmpty && !isBroken && position == bytes.count }

    private let bytes: [UInt8]
    private var position = 0
    private var text: [UInt8] = []
    private var hasRoot = false
    private var isBroken = false
    /// Whether the last element of the path has ended.
    private var hasEnded = false
    /// Whether the element that was opened last has no content.
    private var isEmpty = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next piece; nothing at the end of the document, and where it is no XML.
    mutating func next() -> Piece? {
        if hasEnded {
            path.removeLast()
            hasEnded = false
        }
        if isEmpty {
            isEmpty = false
            return close()
        }
        while !isBroken, position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                takeText()
                continue
            }
            if starts("<!--") {
                _ = take(upTo: "-->", from: position + 4)
            } else if starts("<![CDATA[") {
                if let section = take(upTo: "]]>", from: position + 9) { add(section) }
            } else if starts("<?") {
                _ = take(upTo: "?>", from: position + 2)
            } else if starts("</") {
                return closingTag()
            } else {
                return openingTag()
            }
        }
        return nil
    }

    private mutating func openingTag() -> Piece? {
        position += 1
        let name = name()
        // A second element at the top, a declaration, or more depth than any answer has.
        guard let name, !(path.isEmpty && hasRoot), path.count < Self.deepest else { return broken() }
        guard let end = endOfTag() else { return broken() }
        isEmpty = bytes[end - 1] == UInt8(ascii: "/")
        position = end + 1
        hasRoot = true
        path.append(name)
        text.removeAll(keepingCapacity: true)
        return .opening
    }

    private mutating func closingTag() -> Piece? {
        position += 2
        guard let name = name(), name == path.last, let end = endOfTag() else { return broken() }
        position = end + 1
        return close()
    }

    private mutating func close() -> Piece? {
        guard let text = String(validating: text, as: UTF8.self) else { return broken() }
        self.text.removeAll(keepingCapacity: true)
        hasEnded = true
        return .closing(text: text)
    }

    private mutating func broken() -> Piece? {
        isBroken = true
        return nil
    }

    private mutating func takeText() {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        let part = bytes[position..<end]
        add(part.contains(UInt8(ascii: "&")) ? Array(XMLText.decoded(Array(part)).utf8)[...] : part)
        position = end
    }

    private mutating func add(_ part: ArraySlice<UInt8>) {
        // Around the root there may be nothing but white space.
        if path.isEmpty { isBroken = isBroken || !part.allSatisfy { $0 <= 0x20 } } else { text += part }
    }

    /// What stands before a mark, which is passed; the document is broken where it does not come.
    private mutating func take(upTo mark: StaticString, from start: Int) -> ArraySlice<UInt8>? {
        let mark = Array("\(mark)".utf8)
        var place = start
        while let first = bytes[min(place, bytes.count)...].firstIndex(of: mark[0]) {
            if bytes[first...].starts(with: mark) {
                position = first + mark.count
                return bytes[start..<first]
            }
            place = first + 1
        }
        isBroken = true
        return nil
    }

    private func starts(_ mark: StaticString) -> Bool { bytes[position...].starts(with: "\(mark)".utf8) }

    /// The name of a tag, which ends at white space, a slash or the end of the tag.
    private mutating func name() -> String? {
        let name = bytes[position...].prefix { byte in
            byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
        }
        guard let first = name.first, first != UInt8(ascii: "!"), name.count <= 256 else { return nil }
        position = name.endIndex
        return String(validating: name, as: UTF8.self)
    }

    /// Where the tag ends: a `>` in the value of an attribute is none.
    private func endOfTag() -> Int? {
        var quote: UInt8?
        for index in position..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index
            } else if byte == UInt8(ascii: "<") {
                return nil
            }
        }
        return nil
    }
}
