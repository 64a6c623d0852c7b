import JSON

extension SideReader {
    /// Reads JSON in each way that its shape allows; in JSON Lines all documents are read the same way.
    mutating func readJSON() {
        guard let document = decoder.json.documents.first else { return }
        JSONShape.candidates(document, in: decoder.json, into: &candidates)
        if decoder.json.documents.count == 1 {
            for candidate in candidates {
                guard read([candidate]) else { return }
            }
            return
        }
        for form in candidates.map(\.form) {
            guard let found = candidatesOfAll(form) else { continue }
            guard read(found) else { return }
        }
    }

    /// In JSON Lines, the candidates of one form, of which each document must have one.
    mutating func candidatesOfAll(_ form: ReadingForm) -> [JSONShape.Candidate]? {
        var found: [JSONShape.Candidate] = []
        var candidates: [JSONShape.Candidate] = []
        for index in decoder.json.documents.indices {
            let document = decoder.json.documents[index]
            JSONShape.candidates(document, in: decoder.json, into: &candidates)
            guard let candidate = candidates.first(where: { $0.form == form }) else { return nil }
            found.append(candidate)
        }
        return found
    }

    /// Reads the documents in one way; false where nobody can tell the ways any more, since one has too many values.
    private mutating func read(_ candidates: [JSONShape.Candidate]) -> Bool {
        guard let form = candidates.first?.form else { return true }
        let first = cells.count
        var rows = 0
        do throws(ReadingFault) {
            for candidate in candidates { rows += try append(candidate.shape) }
        } catch {
            cells.truncate(to: first)
            guard case .tooManyValues = error else {
                refuse(error)
                return true
            }
            giveUp(error)
            return false
        }
        guard rows > 0 else { return true }
        accept(form, first: first, rows: rows, needsPartner: candidates.contains(where: \.needsPartner))
        return true
    }

    private mutating func append(_ shape: JSONShape) throws(ReadingFault) -> Int {
        switch shape {
        case .one(let node):
            try appendRow(node, row: 0)
        case .each(let array):
            var index = array + 1
            for row in 0..<Int(decoder.json[array].count) {
                try appendRow(index, row: row)
                index = decoder.json.index(after: index)
            }
        case .columnar(let object, let rows):
            try appendColumns(object, rows: rows)
        case .split(let names, let data):
            try appendSplit(names, data)
        }
        return shape.rows(in: decoder.json)
    }

    /// A row from an object by name, from an array by position, or from a plain value.
    private mutating func appendRow(_ node: Int, row: Int) throws(ReadingFault) {
        switch decoder.json[node].kind {
        case .object:
            let features = decoder.json.value(of: "features", in: node)
            if let features, decoder.json[node].count == 1, decoder.json[features].kind == .array,
                names.index(of: decoder.json.key(at: node + 1)) == nil
            {
                try appendArray(features, row: row)
            } else {
                try appendObject(node)
            }
        case .array:
            try appendArray(node, row: row)
        default:
            guard columns.count == 1 else { throw .width(row: row, found: 1) }
            guard !takesAll else { throw .listWidth(row: row, found: 1, first: 1) }
            try cells.append(value(node, column: 0))
        }
    }

    private mutating func appendArray(_ array: Int, row: Int) throws(ReadingFault) {
        let count = Int(decoder.json[array].count)
        if takesAll {
            guard count > 1 else { throw .listWidth(row: row, found: count, first: count) }
            return try cells.append(value(array, column: 0))
        }
        guard count == columns.count else { throw .width(row: row, found: count) }
        var index = array + 1
        for column in 0..<count {
            let node = decoder.json[index]
            try cells.append(node.isContainer ? value(index, column: column) : Cell(node))
            index = Int(node.next)
        }
    }

    private mutating func appendObject(_ object: Int) throws(ReadingFault) {
        guard !decoder.json[object].hasDuplicates else { throw .repeatedKey }
        try expectMembers(object)
        try expectRoom(1)
        let first = cells.count
        for _ in columns { cells.append(.missing) }
        var index = object + 1
        var guess = 0
        for _ in 0..<Int(decoder.json[object].count) {
            if let column = names.index(of: decoder.json.key(at: index), guess: guess) {
                cells[first + column] = try value(index + 1, column: column)
                guess = column + 1
            }
            index = decoder.json.index(after: index + 1)
        }
        try expectColumns(first)
    }

    private mutating func expectColumns(_ first: Int) throws(ReadingFault) {
        for column in columns.indices where cells[first + column].kind == .missing && !columns[column].isOptional {
            throw .missingColumn(column)
        }
    }

    /// There must be as many members as columns, or one is missing.
    private mutating func expectMembers(_ object: Int) throws(ReadingFault) {
        guard Int(decoder.json[object].count) < requiredColumns else { return }
        for column in columns.indices where !columns[column].isOptional {
            if decoder.json.value(of: names[column], in: object) == nil { throw .missingColumn(column) }
        }
    }

    /// All columns must be among the members; that is known before there is room made for them.
    private mutating func expectAllMembers(_ object: Int) throws(ReadingFault) {
        try expectMembers(object)
        var isThere = [Bool](repeating: false, count: columns.count)
        var index = object + 1
        for _ in 0..<Int(decoder.json[object].count) {
            if let column = names.index(of: decoder.json.key(at: index)) { isThere[column] = true }
            index = decoder.json.index(after: index + 1)
        }
        for column in columns.indices where !isThere[column] && !columns[column].isOptional {
            throw .missingColumn(column)
        }
    }

    /// So many cells are granted whatever the payload's length: 24 MB.
    static let mostCells = 1 << 21

    /// Values that are there take room in the text; a payload of nothing but missing ones must not take much of it here.
    mutating func expectRoom(_ rows: Int) throws(ReadingFault) {
        guard cells.count + rows * columns.count <= max(Self.mostCells, payload.text.count) else {
            throw .tooManyValues
        }
    }

    private mutating func appendColumns(_ object: Int, rows: Int) throws(ReadingFault) {
        guard !decoder.json[object].hasDuplicates else { throw .repeatedKey }
        try expectAllMembers(object)
        try expectRoom(rows)
        let first = cells.count
        for _ in 0..<rows * columns.count { cells.append(.missing) }
        var index = object + 1
        for _ in 0..<Int(decoder.json[object].count) {
            if let column = names.index(of: decoder.json.key(at: index)) {
                var element = index + 2
                for row in 0..<rows {
                    cells[first + row * columns.count + column] = try value(element, column: column)
                    element = decoder.json.index(after: element)
                }
            }
            index = decoder.json.index(after: index + 1)
        }
        try expectColumns(first)
    }

    private mutating func appendSplit(_ namesNode: Int, _ data: Int) throws(ReadingFault) {
        columnOfName.removeAll(keepingCapacity: true)
        var index = namesNode + 1
        for _ in 0..<Int(decoder.json[namesNode].count) {
            columnOfName.append(decoder.json.withText(of: index) { names.index(of: $0) } ?? -1)
            index = decoder.json.index(after: index)
        }
        guard !hasRepeatedColumn() else { throw .repeatedKey }
        var row = data + 1
        for number in 0..<Int(decoder.json[data].count) {
            let node = decoder.json[row]
            guard node.kind == .array else { throw .notARow }
            guard Int(node.count) == columnOfName.count else { throw .width(row: number, found: Int(node.count)) }
            try appendNamed(row)
            row = decoder.json.index(after: row)
        }
    }

    private mutating func hasRepeatedColumn() -> Bool {
        let named = columnOfName.filter { $0 >= 0 }.sorted()
        return zip(named, named.dropFirst()).contains { $0 == $1 }
    }

    private mutating func appendNamed(_ array: Int) throws(ReadingFault) {
        try expectRoom(1)
        let first = cells.count
        for _ in columns { cells.append(.missing) }
        var index = array + 1
        for column in columnOfName {
            if column >= 0 { cells[first + column] = try value(index, column: column) }
            index = decoder.json.index(after: index)
        }
        try expectColumns(first)
    }

    /// The cell of a value; a typed column takes no object or array, and nothing that has a key twice.
    mutating func value(_ node: Int, column: Int) throws(ReadingFault) -> Cell {
        let value = decoder.json[node]
        if value.isContainer {
            guard columns[column].type == nil else { throw .nestedValue(column: column) }
            guard !value.hasDuplicatesInside else { throw .repeatedKey }
        }
        return Cell(value)
    }
}
