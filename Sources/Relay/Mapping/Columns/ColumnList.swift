/// Reads the grammar of the column settings: `age,city?,"a, b",score=predictions[].score`.
///
/// Items are separated by commas or line breaks. A name in quotes is taken as it stands; `?` behind a name makes the
/// column optional; `=` leads to a path of keys, `[]` and `[0]`, whose keys may be quoted too.
package struct ColumnList {
    /// What is left to read, by code points: a quote or comma with a combining mark on it is still one.
    private var rest: Substring.UnicodeScalarView
    private var number = 0

    private init(_ text: String) {
        rest = Substring(text).unicodeScalars
    }

    /// The columns that a setting names.
    package static func parse(_ text: String) throws(ColumnListError) -> [Column] {
        var list = ColumnList(text)
        return try list.columns()
    }

    /// The types that `CAPTURE_COLUMN_TYPES` gives to columns: `age:int,income:float`.
    package static func parseTypes(_ text: String) throws(ColumnListError) -> [(name: String, type: ColumnType)] {
        var list = ColumnList(text)
        return try list.types()
    }

    private mutating func columns() throws(ColumnListError) -> [Column] {
        var columns: [Column] = []
        while startsItem() {
            var column = Column(try name(until: ",=?\n\r"))
            if take("?") { column.isOptional = true }
            skipBlanks()
            if take("=") {
                skipBlanks()
                column.path = try path()
            }
            try endItem()
            columns.append(column)
        }
        return columns
    }

    private mutating func types() throws(ColumnListError) -> [(name: String, type: ColumnType)] {
        var types: [(name: String, type: ColumnType)] = []
        while startsItem() {
            let name = try name(until: ",:\n\r")
            skipBlanks()
            guard take(":") else { throw .typeMissing(name: name, item: number) }
            skipBlanks()
            let word = String(rest.prefix { $0.properties.isAlphabetic })
            guard let type = ColumnType(rawValue: word) else { throw .unknownType(name: name, type: word) }
            rest = rest.dropFirst(word.unicodeScalars.count)
            try endItem()
            types.append((name, type))
        }
        return types
    }

    private mutating func startsItem() -> Bool {
        number += 1
        skipBlanks()
        if number == 1 { while rest.first?.isLineBreak == true { rest = rest.dropFirst() } }
        return !rest.isEmpty || number == 1
    }

    private mutating func endItem() throws(ColumnListError) {
        skipBlanks()
        guard let next = rest.first else { return }
        if next.isLineBreak {
            while let character = rest.first, character.properties.isWhitespace { rest = rest.dropFirst() }
            return
        }
        guard take(",") else { throw .unexpected(character: Character(next), item: number) }
        while let next = rest.first, next.properties.isWhitespace { rest = rest.dropFirst() }
        if rest.isEmpty { throw .emptyItem(item: number + 1) }
    }

    private mutating func name(until ends: String) throws(ColumnListError) -> String {
        if rest.first == "\"" {
            let name = try quoted()
            skipBlanks()
            guard !name.isEmpty else { throw .emptyItem(item: number) }
            return name
        }
        let raw = rest.prefix { !ends.unicodeScalars.contains($0) && !$0.isLineBreak }
        rest = rest.dropFirst(raw.count)
        var name = raw
        while name.last?.properties.isWhitespace == true { name.removeLast() }
        guard !name.isEmpty else { throw .emptyItem(item: number) }
        guard !name.contains("\"") else { throw .quoteInside(item: number) }
        return String(name)
    }

    private mutating func path() throws(ColumnListError) -> ColumnPath {
        var steps: [ColumnPath.Step] = []
        while true {
            if take("[") {
                steps.append(try brackets())
            } else if steps.isEmpty || take(".") {
                steps.append(.key(try key()))
            } else {
                return ColumnPath(steps)
            }
        }
    }

    private mutating func brackets() throws(ColumnListError) -> ColumnPath.Step {
        if take("]") { return .each }
        let digits = rest.prefix { $0.isASCII && $0.properties.numericType == .decimal }
        rest = rest.dropFirst(digits.count)
        guard let index = Int(String(digits)), take("]") else { throw .brackets(item: number) }
        return .index(index)
    }

    private mutating func key() throws(ColumnListError) -> String {
        if rest.first == "\"" { return try quoted() }
        let raw = rest.prefix { !",.[]=\"?".unicodeScalars.contains($0) && !$0.isLineBreak }
        rest = rest.dropFirst(raw.count)
        var key = raw
        while key.last?.properties.isWhitespace == true { key.removeLast() }
        guard !key.isEmpty else { throw .emptyKey(item: number) }
        return String(key)
    }

    private mutating func quoted() throws(ColumnListError) -> String {
        rest = rest.dropFirst()
        var text = String.UnicodeScalarView()
        while let character = rest.popFirst() {
            guard character == "\"" else {
                text.append(character)
                continue
            }
            guard rest.first == "\"" else { return String(text) }
            text.append("\"")
            rest = rest.dropFirst()
        }
        throw .openQuote(item: number)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipBlanks() {
        while let character = rest.first, character == " " || character == "\t" { rest = rest.dropFirst() }
    }
}

extension Unicode.Scalar {
    /// Whether it ends a line.
    fileprivate var isLineBreak: Bool { self == "\n" || self == "\r" }
}

/// What is wrong with a list of columns; each case ends a sentence that began with the variable's name.
package enum ColumnListError: Error, Equatable, CustomStringConvertible {
    case emptyItem(item: Int)
    case quoteInside(item: Int)
    case openQuote(item: Int)
    case unexpected(character: Character, item: Int)
    case brackets(item: Int)
    case emptyKey(item: Int)
    case typeMissing(name: String, item: Int)
    case unknownType(name: String, type: String)

    /// The sentence's end.
    package var description: String {
        switch self {
        case .emptyItem(let item):
            "column \(item) has no name; check for a comma too many"
        case .quoteInside(let item):
            "column \(item) has a quote inside its name; put the whole name in quotes and double the quote"
        case .openQuote(let item):
            "column \(item) has a quote that is never closed"
        case .unexpected(let character, let item):
            "column \(item) has '\(character)' where a comma was expected"
        case .brackets(let item):
            "column \(item) has brackets that hold neither nothing, for each element, nor a number, for one"
        case .emptyKey(let item):
            "column \(item) has a path with an empty key; a key with dots or brackets in it goes in quotes"
        case .typeMissing(let name, _):
            "'\(name)' has no type; write \(name):int, :float, :string or :bool"
        case .unknownType(let name, let type):
            "'\(name)' has the type '\(type)'; it can be int, float, string or bool"
        }
    }
}
