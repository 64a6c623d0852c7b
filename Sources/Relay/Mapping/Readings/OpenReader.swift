import JSON

/// Reads a payload for which no columns are configured: the names come from JSON keys or a header, else they are
/// numbered.
///
/// This is for a first look, so it may build what it needs.
struct OpenReader: ~Copyable {
    /// The values of a row with their names.
    typealias Row = [(name: String, cell: Cell)]

    /// A way to read the payload.
    struct Reading {
        let rows: [Row]
    }

    /// The payload's text, which the cells point into.
    private(set) var payload: Payload

    /// The ways to read it, the most natural first.
    private(set) var readings: [Reading] = []

    var decoder = PayloadDecoder()
    private let prefix: String
    private var records = CSVRecords()
    private var candidates: [JSONShape.Candidate] = []

    /// Naming values takes much memory for each, which a payload of millions must not get.
    private static let mostValues = 1_000_000
    private static let tooMany = LineProblem(
        .tooManyValues, "the payload has more than \(mostValues) values, which is too many to name; configure columns")

    /// A reader that numbers values without a name, such as `f0` and `f1`.
    init(prefix: String) {
        self.prefix = prefix
        let nothing = ByteBuffer(capacity: 0)
        payload = Payload(content: .absent, text: nothing.bytes, hasLoneSurrogate: false)
    }

    /// Reads a slot of a line.
    mutating func read(_ slot: inout CaptureLine.Slot, of line: Bytes) throws(LineProblem) {
        readings.removeAll()
        payload = try decoder.decode(&slot, of: line)
        switch payload.content {
        case .absent, .empty: break
        case .csv: try readCSV()
        case .json: try readJSON()
        case .binary(let rows): if let rows { readings.append(Reading(rows: .init(repeating: [], count: rows))) }
        }
    }

    private mutating func readCSV() throws(LineProblem) {
        do { try records.read(payload.text, room: &decoder.decoded, widest: Self.mostValues) } catch {
            if case .tooWide = error { throw Self.tooMany }
            throw LineProblem(.malformedPayload, "the payload's CSV has a quote that is not closed properly")
        }
        guard records.cells.count <= Self.mostValues else { throw Self.tooMany }
        let plain = Reading(rows: (0..<records.count).map { record in numbered(record) })
        if records.count > 1, HeaderTest.couldBeHeader(records, payload.text) {
            let header = Reading(rows: (1..<records.count).map { record in named(record) })
            readings = HeaderTest.mustBeHeader(records, payload.text) ? [header, plain] : [plain, header]
        } else {
            readings = [plain]
        }
        if records.count == 1, records.width(0) > 1 {
            readings.append(Reading(rows: (0..<records.width(0)).map { [("\(prefix)0", records.cells[$0])] }))
        }
    }

    private func numbered(_ record: Int) -> Row {
        (0..<records.width(record)).map { ("\(prefix)\($0)", records.cells[records.first(record) + $0]) }
    }

    private func named(_ record: Int) -> Row {
        (0..<records.width(record)).map { index in
            let cell = records.cells[records.first(record) + index]
            guard index < records.width(0) else { return ("\(prefix)\(index)", cell) }
            return (payload.textOrRoom(decoder.decoded, records.cells[index]).text, cell)
        }
    }

    private mutating func readJSON() throws(LineProblem) {
        guard decoder.json.nodes.count <= Self.mostValues else { throw Self.tooMany }
        for index in decoder.json.documents.indices
        where decoder.json[decoder.json.documents[index]].hasDuplicatesInside {
            throw LineProblem(.duplicateKey, "an object in the payload has a key twice")
        }
        guard let document = decoder.json.documents.first else { return }
        JSONShape.candidates(document, in: decoder.json, into: &candidates)
        for form in candidates.map(\.form) {
            var rows: [Row]? = []
            for index in decoder.json.documents.indices {
                let document = decoder.json.documents[index]
                JSONShape.candidates(document, in: decoder.json, into: &candidates)
                guard let candidate = candidates.first(where: { $0.form == form }) else {
                    rows = nil
                    break
                }
                rows? += self.rows(candidate.shape)
            }
            if let rows, !rows.isEmpty { readings.append(Reading(rows: rows)) }
        }
    }

    private func rows(_ shape: JSONShape) -> [Row] {
        switch shape {
        case .one(let node):
            return [row(node)]
        case .each(let array):
            return elements(array).map { row($0) }
        case .columnar(let object, let rows):
            let columns = members(object).map { (name: name(of: $0.key), values: elements($0.value)) }
            return (0..<rows).map { row in columns.map { ($0.name, cell($0.values[row])) } }
        case .split(let names, let data):
            let titles = elements(names).map { decoder.json.withText(of: $0) { $0.text } ?? "" }
            return elements(data).map { record in
                elements(record).enumerated().map { index, node in
                    (index < titles.count ? titles[index] : "\(prefix)\(index)", cell(node))
                }
            }
        }
    }

    private func row(_ node: Int) -> Row {
        switch decoder.json[node].kind {
        case .array:
            return elements(node).enumerated().map { ("\(prefix)\($0)", cell($1)) }
        case .object:
            let members = members(node)
            if members.count == 1, name(of: members[0].key) == "features", decoder.json[members[0].value].kind == .array
            {
                return row(members[0].value)
            }
            return flattened(node, "")
        default:
            return [("\(prefix)0", cell(node))]
        }
    }

    /// Objects inside of a row become columns with dotted names, as a path to them is written.
    private func flattened(_ object: Int, _ path: String, depth: Int = 0) -> Row {
        members(object).flatMap { key, value in
            decoder.json[value].kind == .object && decoder.json[value].count > 0 && depth < 8
                ? flattened(value, "\(path)\(name(of: key)).", depth: depth + 1)
                : [("\(path)\(name(of: key))", cell(value))]
        }
    }

    private func elements(_ array: Int) -> [Int] {
        guard decoder.json[array].kind == .array else { return [] }
        var elements: [Int] = []
        var index = array + 1
        for _ in 0..<Int(decoder.json[array].count) {
            elements.append(index)
            index = decoder.json.index(after: index)
        }
        return elements
    }

    private func members(_ object: Int) -> [(key: Int, value: Int)] {
        var members: [(key: Int, value: Int)] = []
        var index = object + 1
        for _ in 0..<Int(decoder.json[object].count) {
            members.append((index, index + 1))
            index = decoder.json.index(after: index + 1)
        }
        return members
    }

    private func name(of key: Int) -> String { decoder.json.key(at: key).text }

    private func cell(_ node: Int) -> Cell { Cell(decoder.json[node]) }
}

extension Cell {
    /// The cell of a JSON value.
    init(_ node: JSONTree.Node) {
        let kind: Kind =
            switch node.kind {
            case .string: .string
            case .number: .number
            case .nonFinite: .nonFinite
            case .true: .true
            case .false: .false
            case .null: .null
            case .object, .array: .nested
            }
        self.init(kind, from: Int(node.start), to: Int(node.end))
    }
}
