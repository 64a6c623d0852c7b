/// A JSON value as a tree, for what is read rarely: events, settings, answers.
///
/// Rows never become one.
public indirect enum JSONValue: Equatable, Sendable {
    case object([Member])
    case array([JSONValue])
    case string(String)
    /// A number as it was written.
    case number(String)
    case bool(Bool)
    case null

    /// A key and its value.
    public struct Member: Equatable, Sendable {
        /// The key.
        public let key: String
        /// The value.
        public let value: JSONValue

        /// A key and its value.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// Reads a whole text.
    public init(parsing text: Bytes) throws(JSONError) {
        guard text.isUTF8 else { throw JSONError(.unexpected(0xFF), at: 0) }
        var scanner = JSONScanner(text)
        var builder = TreeBuilder(text: text)
        try scanner.value(for: &builder)
        try scanner.expectEnd()
        self = builder.result
    }

    /// Reads a whole text.
    public init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a whole text.
    public init(parsing text: [UInt8]) throws(JSONError) {
        var buffer = ByteBuffer(capacity: text.count)
        buffer.append(contentsOf: text)
        try self.init(parsing: buffer.bytes)
    }

    /// The value of an object's key; the last one where a key is there twice.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The elements of an array.
    public var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object.
    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The text of a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

/// Builds a `JSONValue` from what a scanner reads.
private struct TreeBuilder: JSONVisitor {
    private struct Level {
        var isObject: Bool
        var keys: [String] = []
        var values: [JSONValue] = []
    }

    private let text: Bytes
    private var levels: [Level] = []
    private(set) var result = JSONValue.null

    init(text: Bytes) {
        self.text = text
    }

    mutating func begin(_ kind: JSONKind, at offset: Int) {
        levels.append(Level(isObject: kind == .object))
    }

    mutating func end(at offset: Int) {
        let level = levels.removeLast()
        guard level.isObject else { return add(.array(level.values)) }
        add(.object(zip(level.keys, level.values).map { JSONValue.Member(key: $0, value: $1) }))
    }

    mutating func key(_ token: JSONScanner.StringToken) {
        levels[levels.count - 1].keys.append(text.text(of: token))
    }

    mutating func string(_ token: JSONScanner.StringToken) {
        add(.string(text.text(of: token)))
    }

    mutating func scalar(_ kind: JSONKind, from start: Int, to end: Int) {
        switch kind {
        case .true: add(.bool(true))
        case .false: add(.bool(false))
        case .number: add(.number(text.slice(start, end).text))
        default: add(.null)
        }
    }

    private mutating func add(_ value: JSONValue) {
        if levels.isEmpty { result = value } else { levels[levels.count - 1].values.append(value) }
    }
}
