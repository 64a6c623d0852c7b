/// The values of a JSON text as one flat list, made to be refilled for each text without allocating.
///
/// The members of an object follow it as key and value by turns, the elements of an array one after another; `next`
/// leads over whatever a value contains.
public struct JSONTree: ~Copyable, JSONVisitor {
    /// One value or key.
    @frozen
    public struct Node {
        /// What it is; a key is a string.
        public let kind: JSONKind
        /// Whether a string or key holds escapes.
        public let isEscaped: Bool
        /// Whether an object has a key twice.
        public var hasDuplicates = false
        /// Whether it or anything inside has a key twice.
        public var hasDuplicatesInside = false
        /// Where it begins in the text: inside the quotes of a string, at the bracket of a container.
        public let start: Int32
        /// Where it ends.
        public var end: Int32
        /// How many members or elements it has.
        public var count: Int32 = 0
        /// The index of the node behind it.
        public var next: Int32

        @inlinable
        init(_ kind: JSONKind, from start: Int, to end: Int, isEscaped: Bool, next: Int) {
            self.kind = kind
            self.isEscaped = isEscaped
            self.start = Int32(truncatingIfNeeded: start)
            self.end = Int32(truncatingIfNeeded: end)
            self.next = Int32(truncatingIfNeeded: next)
        }

        /// Whether it is an object or array.
        @inlinable public var isContainer: Bool { kind == .object || kind == .array }
    }

    /// All values of the text.
    public private(set) var nodes = RefillableList<Node>()

    /// The first node of each document: one, or one for each line of JSON Lines.
    public private(set) var documents = RefillableList<Int>()

    /// The text that was read.
    public private(set) var text: Bytes

    private var open = RefillableList<Int32>()
    /// How many members or elements the innermost container has so far.
    private var children: Int32 = 0
    private var hashes: [Int] = []
    private var emptyText: ByteBuffer
    private var decodedKeys = ByteBuffer()

    /// A tree of nothing.
    public init() {
        emptyText = ByteBuffer(capacity: 0)
        text = emptyText.bytes
    }

    /// Reads all documents of a text, with `NaN` and infinities as Python writes them.
    ///
    /// The text stays in use.
    public mutating func read(_ text: Bytes) throws(JSONError) {
        nodes.removeAll()
        documents.removeAll()
        open.removeAll()
        children = 0
        decodedKeys.removeAll()
        self.text = text
        guard text.count <= Int32.max else { throw JSONError(.depth, at: 0) }
        var scanner = JSONScanner(text, readsNonFinite: true)
        scanner.skipSpace()
        while scanner.position < text.count {
            documents.append(nodes.count)
            try scanner.value(for: &self)
            let end = scanner.position
            scanner.skipSpace()
            try expectSeparation(end, scanner.position)
        }
    }

    /// Documents stand on lines of their own; only after a bracket may the next one follow at once.
    ///
    /// Without this rule `1-2` would be two numbers.
    private func expectSeparation(_ end: Int, _ next: Int) throws(JSONError) {
        guard next < text.count, end > 0, text[end - 1] != 0x7D, text[end - 1] != 0x5D else { return }
        guard text.slice(end, next).firstIndex(of: 0x0A) != nil else { throw JSONError(.trailing, at: end) }
    }

    /// A node.
    @inlinable public subscript(index: Int) -> Node { nodes[index] }

    /// Where the value behind this one is.
    @inlinable
    public func index(after index: Int) -> Int { Int(nodes[index].next) }

    /// The name that a key node stands for, its escapes resolved.
    public func key(at index: Int) -> Bytes {
        let node = nodes[index]
        let source = node.isEscaped ? decodedKeys.bytes : text
        return source.slice(Int(node.start), Int(node.end))
    }

    /// Lends the text of a string value, its escapes resolved; nothing where the value is no string.
    public func withText<Result>(of index: Int, _ body: (Bytes) -> Result?) -> Result? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        let raw = text.slice(Int(node.start), Int(node.end))
        guard node.isEscaped else { return body(raw) }
        var plain = ByteBuffer(capacity: raw.count)
        _ = plain.appendUnescaped(raw)
        return body(plain.bytes)
    }

    /// The value of an object's key, the first where a key is there twice.
    public func value(of name: Bytes, in object: Int) -> Int? {
        value(in: object) { $0 == name }
    }

    /// The value of an object's key, the first where a key is there twice.
    public func value(of name: StaticString, in object: Int) -> Int? {
        value(in: object) { $0 == name }
    }

    @inline(__always)
    private func value(in object: Int, where isWanted: (Bytes) -> Bool) -> Int? {
        var index = object + 1
        for _ in 0..<Int(nodes[object].count) {
            let value = index + 1
            if isWanted(key(at: index)) { return value }
            index = self.index(after: value)
        }
        return nil
    }

    public mutating func begin(_ kind: JSONKind, at offset: Int) {
        children &+= 1
        if let parent = open.last { nodes[Int(parent)].count = children }
        children = 0
        open.append(Int32(truncatingIfNeeded: nodes.count))
        nodes.append(Node(kind, from: offset, to: offset, isEscaped: false, next: 0))
    }

    public mutating func end(at offset: Int) {
        guard let index = open.popLast().map(Int.init) else { return }
        nodes[index].count = children
        nodes[index].end = Int32(truncatingIfNeeded: offset)
        nodes[index].next = Int32(truncatingIfNeeded: nodes.count)
        if nodes[index].kind == .object, hasDuplicateKeys(index) {
            nodes[index].hasDuplicates = true
            nodes[index].hasDuplicatesInside = true
        }
        guard let parent = open.last.map(Int.init) else { return }
        children = nodes[parent].count
        if nodes[index].hasDuplicatesInside { nodes[parent].hasDuplicatesInside = true }
    }

    public mutating func key(_ token: JSONScanner.StringToken) {
        var start = token.start
        var end = token.end
        if token.isEscaped {
            start = decodedKeys.count
            _ = decodedKeys.appendUnescaped(text.slice(token.start, token.end))
            end = decodedKeys.count
        }
        nodes.append(Node(.string, from: start, to: end, isEscaped: token.isEscaped, next: nodes.count + 1))
    }

    public mutating func string(_ token: JSONScanner.StringToken) {
        children &+= 1
        nodes.append(
            Node(.string, from: token.start, to: token.end, isEscaped: token.isEscaped, next: nodes.count + 1)
        )
    }

    @inline(__always)
    public mutating func scalar(_ kind: JSONKind, from start: Int, to end: Int) {
        children &+= 1
        nodes.append(Node(kind, from: start, to: end, isEscaped: false, next: nodes.count &+ 1))
    }

    /// Few keys are compared with each other, many by hashes that an attacker cannot foresee, so that the time stays
    /// linear in the text.
    private mutating func hasDuplicateKeys(_ object: Int) -> Bool {
        let count = Int(nodes[object].count)
        guard count > 1 else { return false }
        return count <= 8 ? hasEqualKeys(object) : hasEqualHashes(object)
    }

    private func hasEqualKeys(_ object: Int) -> Bool {
        let end = Int(nodes[object].next)
        var first = object + 1
        while first < end {
            let name = key(at: first)
            var second = index(after: first + 1)
            while second < end {
                if key(at: second) == name { return true }
                second = index(after: second + 1)
            }
            first = index(after: first + 1)
        }
        return false
    }

    private mutating func hasEqualHashes(_ object: Int) -> Bool {
        hashes.removeAll(keepingCapacity: true)
        let end = Int(nodes[object].next)
        var index = object + 1
        while index < end {
            var hasher = Hasher()
            key(at: index).hash(into: &hasher)
            hashes.append(hasher.finalize())
            index = self.index(after: index + 1)
        }
        hashes.sort()
        return zip(hashes, hashes.dropFirst()).contains { $0 == $1 }
    }
}
