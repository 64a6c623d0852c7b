/// Reads the fields of a response as a user names them: `score,predicted_label>=0.5`, `probability[],predicted_label=argmax`.
///
/// Items are separated by commas or line breaks; a name with one of `,=[]>"` in it goes in quotes.
package struct ResponseList: Equatable, Sendable {
    /// One field as it is named.
    enum Item: Equatable, Sendable {
        /// A value of the output.
        case value
        /// All values of the output that no other item names, as an array.
        case array
        /// 1 where the value before it reaches a number, else 0.
        case threshold(Double)
        /// The place of the largest of the values before it.
        case largest

        var isDerived: Bool { self != .value && self != .array }
    }

    let items: [(name: String, item: Item)]

    package static func == (left: ResponseList, right: ResponseList) -> Bool {
        left.items.elementsEqual(right.items) { $0.name == $1.name && $0.item == $1.item }
    }

    /// Reads a list.
    package init(_ text: String) throws(ResponseListError) {
        var parser = Parser(rest: Substring(text).unicodeScalars)
        items = try parser.items()
        var names: Set<String> = []
        for (name, _) in items where !names.insert(name).inserted { throw .repeated(name) }
        if let derived = items.first(where: \.item.isDerived), items.first?.item.isDerived ?? true {
            throw .nothingBefore(derived.name)
        }
    }

    /// The names of the fields whose values are derived from others.
    package var derivedNames: [String] { items.filter(\.item.isDerived).map(\.name) }

    /// The output columns that the list implies where none are configured.
    ///
    /// One array alone takes whatever the model answers with.
    package var columns: [Column] {
        let values = items.filter { !$0.item.isDerived }
        return values.map { name, item in
            var column = Column(name)
            column.takesAll = item == .array && values.count == 1
            return column
        }
    }

    /// The fields, over output columns that have their types by now.
    ///
    /// A derived field is told from the nearest value before it, the place of the largest rather from an array.
    package func fields(
        of outputs: [Column], types: [String: ColumnType]
    ) throws(ResponseListError) -> [ResponseField] {
        var fields: [ResponseField] = []
        var value: Int?
        var array: [Int]?
        for (name, item) in items {
            let type = types[name] ?? .int
            switch item {
            case .value:
                let column = try column(name, of: outputs)
                value = column
                fields.append(ResponseField(name, .column(column)))
            case .array:
                let columns = try columns(name, of: outputs)
                array = columns
                fields.append(ResponseField(name, .array(columns)))
            case .threshold(let limit):
                guard let value else { throw .nothingBefore(name) }
                fields.append(ResponseField(name, .threshold(column: value, atLeast: limit), type: type))
            case .largest:
                guard let columns = array ?? value.map({ [$0] }) else { throw .nothingBefore(name) }
                fields.append(ResponseField(name, .largest(columns), type: type))
            }
        }
        return fields
    }

    private func column(_ name: String, of outputs: [Column]) throws(ResponseListError) -> Int {
        guard let column = outputs.firstIndex(where: { $0.name == name }) else {
            throw .unknown(name, known: outputs.map(\.name))
        }
        return column
    }

    /// The column of the name, which holds an array then, else all that no other field names.
    private func columns(_ name: String, of outputs: [Column]) throws(ResponseListError) -> [Int] {
        if let column = outputs.firstIndex(where: { $0.name == name }) { return [column] }
        let named = items.filter { $0.item == .value }.map(\.name)
        let columns = outputs.indices.filter { !named.contains(outputs[$0].name) }
        guard !columns.isEmpty else { throw .nothingLeft(name) }
        return columns
    }
}

/// Reads the items of a list.
private struct Parser {
    /// What is left to read, by code points.
    var rest: Substring.UnicodeScalarView

    mutating func items() throws(ResponseListError) -> [(name: String, item: ResponseList.Item)] {
        var items: [(name: String, item: ResponseList.Item)] = []
        repeat {
            skipSpace()
            let name = try name(number: items.count + 1)
            skipSpace()
            items.append((name, try item(name)))
            skipSpace()
        } while try takesComma(items.count)
        return items
    }

    private mutating func item(_ name: String) throws(ResponseListError) -> ResponseList.Item {
        if take("[]") { return .array }
        if take(">=") { return .threshold(try number(name)) }
        guard take("=") else { return .value }
        skipSpace()
        let word = word()
        guard word == "argmax" else { throw .unknownRule(name, word) }
        return .largest
    }

    private mutating func number(_ name: String) throws(ResponseListError) -> Double {
        skipSpace()
        let word = word()
        guard let number = Double(word), number.isFinite else { throw .noNumber(name, word) }
        return number
    }

    private mutating func word() -> String {
        let word = rest.prefix { $0 != "," && !$0.properties.isWhitespace }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    private mutating func name(number: Int) throws(ResponseListError) -> String {
        if take("\"") { return try quoted(number) }
        let raw = rest.prefix { !",=[]>\"\n\r".unicodeScalars.contains($0) }
        rest = rest.dropFirst(raw.count)
        var name = raw
        while name.last?.properties.isWhitespace == true { name.removeLast() }
        guard !name.isEmpty else { throw .noName(number) }
        return String(name)
    }

    private mutating func quoted(_ number: Int) throws(ResponseListError) -> String {
        var name = String.UnicodeScalarView()
        while let character = rest.popFirst() {
            guard character == "\"" else {
                name.append(character)
                continue
            }
            guard take("\"") else {
                guard !name.isEmpty else { throw .noName(number) }
                return String(name)
            }
            name.append("\"")
        }
        throw .openQuote(number)
    }

    /// Whether another item follows; a line break is as good as a comma.
    private mutating func takesComma(_ number: Int) throws(ResponseListError) -> Bool {
        if take(",") { return true }
        guard let next = rest.first else { return false }
        guard next == "\n" || next == "\r" else { throw .unexpected(Character(next), number) }
        while let next = rest.first, next.properties.isWhitespace { rest = rest.dropFirst() }
        return !rest.isEmpty
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.unicodeScalars) else { return false }
        rest = rest.dropFirst(text.unicodeScalars.count)
        return true
    }

    private mutating func skipSpace() {
        while let next = rest.first, next == " " || next == "\t" { rest = rest.dropFirst() }
    }
}
