import JSON

/// What is looked at in Fiddler's answer: a thousand ids are counted, and only the first and the last one become text.
struct EventIDs: JSONVisitor {
    /// The members that an answer is judged by, and where they stand.
    private enum Member {
        case error, kind, data, ids, other
    }

    /// Whether it is an error, as one of its members or its kind says.
    var isError: Bool { hasError || isKindError }
    /// Whether there is a list of ids.
    private(set) var isThere = false
    /// How many elements the list has, and how many of them are ids: texts and numbers with something in them.
    private(set) var elements = 0
    private(set) var count = 0
    /// The first id, and the last one.
    private(set) var firstID: String?
    private(set) var lastID: String?

    private let text: Bytes
    private var hasError = false
    private var isKindError = false
    private var first: Place?
    private var last: Place?
    /// How many objects and arrays are open.
    private var depth = 0
    private var isInData = false
    private var isInIDs = false
    private var member = Member.other

    /// An id where it stands in the text.
    private enum Place {
        case string(JSONScanner.StringToken)
        case scalar(Range<Int>)
    }

    /// Reads an answer, which is needed no longer then; nothing where it is no JSON.
    init?(_ text: Bytes) {
        self.text = text
        guard text.isUTF8, text.count <= Int32.max else { return nil }
        var scanner = JSONScanner(text)
        do throws(JSONError) {
            try scanner.value(for: &self)
            try scanner.expectEnd()
        } catch {
            return nil
        }
        firstID = first.map(plain)
        lastID = last.map(plain)
    }

    mutating func begin(_ kind: JSONKind, at offset: Int) {
        note(isNull: false)
        depth += 1
        if depth == 2, member == .data { isInData = kind == .object }
        if depth == 3, member == .ids, isInData, kind == .array {
            isInIDs = true
            isThere = true
        }
        member = .other
    }

    mutating func end(at offset: Int) {
        depth -= 1
        if depth == 2 { isInIDs = false }
        if depth == 1 { isInData = false }
    }

    mutating func key(_ token: JSONScanner.StringToken) {
        member = .other
        guard depth == 1 || depth == 2 && isInData else { return }
        member = meaning(of: text.text(of: token), depth)
        // Of what is there twice, the last one counts.
        switch member {
        case .error: hasError = false
        case .kind: isKindError = false
        case .data, .ids: forgetIDs()
        case .other: break
        }
    }

    mutating func string(_ token: JSONScanner.StringToken) {
        if isInIDs, depth == 3 { return addID(.string(token), isEmpty: token.start == token.end) }
        if depth == 1, member == .kind { isKindError = text.text(of: token).uppercased() == "ERROR" }
        note(isNull: false)
    }

    mutating func scalar(_ kind: JSONKind, from start: Int, to end: Int) {
        if isInIDs, depth == 3 { return addID(.scalar(start..<end), isEmpty: kind != .number) }
        note(isNull: kind == .null)
    }

    /// Notes a value that the last key is about, or an element of the list that is none of the plain ones.
    private mutating func note(isNull: Bool) {
        if isInIDs, depth == 3 { elements += 1 }
        if depth == 1, member == .error { hasError = !isNull }
    }

    private mutating func addID(_ place: Place, isEmpty: Bool) {
        elements += 1
        guard !isEmpty else { return }
        count += 1
        if first == nil { first = place }
        last = place
    }

    private mutating func forgetIDs() {
        isThere = false
        elements = 0
        count = 0
        first = nil
        last = nil
    }

    private func meaning(of name: String, _ depth: Int) -> Member {
        switch (depth, name) {
        case (1, "error"): .error
        case (1, "kind"): .kind
        case (1, "data"): .data
        case (2, "event_ids"): .ids
        default: .other
        }
    }

    private func plain(_ place: Place) -> String {
        switch place {
        case .string(let token): text.text(of: token)
        case .scalar(let range): text.slice(range.lowerBound, range.upperBound).text
        }
    }
}
