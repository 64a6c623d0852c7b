import JSON

/// Reads one side of an inference, request or answer, in every way that fits the side's columns.
///
/// It keeps its storage from line to line and no knowledge: a line reads the same wherever a run starts.
struct SideReader: ~Copyable {
    /// The configured columns; without any, only rows are counted.
    let columns: [Column]

    /// The types of the columns.
    let types: [ColumnType?]

    /// The payload's text, which the cells point into.
    var payload: Payload

    /// The records of a CSV payload, whose list of cells holds those of all readings, so that none is copied.
    var records = CSVRecords()

    /// The values of all readings, row after row.
    var cells: RefillableList<Cell> {
        _read { yield records.cells }
        _modify { yield &records.cells }
    }

    /// The ways to read that fit, each different from the others.
    private(set) var readings = RefillableList<Reading>()

    /// Why the most natural way did not fit, if none does.
    private(set) var fault: ReadingFault?

    var decoder = PayloadDecoder()
    private var pattern = PayloadPattern()
    private var budget = LearningBudget()
    let names: NameTable
    let paths: CompiledPaths
    let hasPaths: Bool
    let hasTypes: Bool
    /// How many columns may not be missing.
    let requiredColumns: Int
    /// Whether the only column takes all values of a row together.
    let takesAll: Bool
    var candidates: [JSONShape.Candidate] = []
    /// The column of each cell of a header, and whether a column has one.
    var columnOfHeader: [Int] = []
    var isInHeader: [Bool]
    /// The column of each name that stands apart from the rows, or -1.
    var columnOfName: [Int] = []
    /// The values that the paths found, column after column, and where each column's begin.
    var firstOfColumn = RefillableList<Int>()
    var trail = PathTrail()
    var valuesOfPath = RefillableList<Cell>()

    /// A reader for some columns.
    init(_ columns: [Column]) {
        self.columns = columns
        types = columns.map(\.type)
        names = NameTable(columns.map(\.name))
        paths = CompiledPaths(columns)
        hasPaths = columns.contains { $0.path != nil }
        isInHeader = .init(repeating: false, count: columns.count)
        requiredColumns = columns.count { !$0.isOptional }
        hasTypes = columns.contains { $0.type != nil }
        takesAll = columns.count == 1 && columns[0].takesAll
        let nothing = ByteBuffer(capacity: 0)
        payload = Payload(content: .absent, text: nothing.bytes, hasLoneSurrogate: false)
    }

    /// Whether the rows take anything from this side.
    var isConfigured: Bool { !columns.isEmpty }

    /// Whether all cells are plain text that is written as it stands.
    var isPlainText: Bool {
        guard payload.isPlain, !hasTypes, case .csv = payload.content else { return false }
        return true
    }

    /// Begins another object.
    mutating func begin() {
        pattern.forget()
        budget = LearningBudget()
    }

    /// Reads a slot of a line.
    mutating func read(_ slot: inout CaptureLine.Slot, of line: Bytes) throws(LineProblem) {
        readings.removeAll()
        fault = nil
        let raw = isConfigured ? slot.escapedText(of: line) : nil
        if let raw, readAlike(raw, slot.hint) { return }
        payload = try decoder.decode(&slot, of: line)
        cells.removeAll()
        isConfigured ? readRows() : countRows()
        if let raw { learn(raw, slot.hint) }
    }

    /// Reads a payload as the last one was, where they are alike.
    private mutating func readAlike(_ raw: Bytes, _ hint: PayloadHint) -> Bool {
        guard let reading = pattern.read(raw, hint, into: &records.cells) else { return false }
        payload = Payload(content: .json, text: raw, hasLoneSurrogate: false)
        readings.append(reading)
        budget.earn()
        return true
    }

    /// Whether another way to read the payload was tried that its values decide about, as names that stand apart do.
    private mutating func hangsOnNames(_ form: ReadingForm) -> Bool {
        !hasPaths && form != .namesAndData && candidates.contains { $0.form == .namesAndData }
    }

    @inline(never)
    private mutating func learn(_ raw: Bytes, _ hint: PayloadHint) {
        pattern.forget()
        guard case .json = payload.content, readings.count == 1, readings[0].rows == 1, !readings[0].needsPartner,
            !hangsOnNames(readings[0].form), budget.spend()
        else { return }
        pattern.learn(raw, hint, payload, readings[0], records.cells, columns: columns.count)
    }

    private mutating func readRows() {
        switch payload.content {
        case .absent, .empty: break
        case .csv: takesAll ? readLists() : readCSV()
        case .json: hasPaths ? readPaths() : readJSON()
        case .binary: refuse(.binary)
        }
    }

    private mutating func countRows() {
        switch payload.content {
        case .absent, .empty, .binary(rows: nil): break
        case .csv: countCSV()
        case .json: countJSON()
        case .binary(let rows?): count(.oneRow, rows)
        }
    }

    /// Takes a reading that fits, unless it says the same as one that was taken already.
    @inline(__always)
    mutating func accept(_ form: ReadingForm, first: Int, rows: Int, needsPartner: Bool) {
        guard !readings.isEmpty else {
            return readings.append(Reading(form: form, first: first, rows: rows, needsPartner: needsPartner))
        }
        acceptAnother(form, first: first, rows: rows, needsPartner: needsPartner)
    }

    @inline(never)
    private mutating func acceptAnother(_ form: ReadingForm, first: Int, rows: Int, needsPartner: Bool) {
        for index in readings.indices where readings[index].rows == rows {
            let other = readings[index].first
            let isSame = (0..<rows * columns.count).allSatisfy { cells[other + $0] == cells[first + $0] }
            if isSame { return }
        }
        readings.append(Reading(form: form, first: first, rows: rows, needsPartner: needsPartner))
    }

    /// Notes why the most natural way did not fit.
    mutating func refuse(_ fault: ReadingFault) {
        if self.fault == nil { self.fault = fault }
    }

    /// Notes why no way to read counts, not even those that fit.
    mutating func giveUp(_ fault: ReadingFault) {
        readings.removeAll()
        self.fault = fault
    }

    /// Without columns, a way to read is just a number of rows.
    private mutating func count(_ form: ReadingForm, _ rows: Int, needsPartner: Bool = false) {
        guard rows > 0, !readings.indices.contains(where: { readings[$0].rows == rows && !readings[$0].needsPartner })
        else { return }
        readings.append(Reading(form: form, first: 0, rows: rows, needsPartner: needsPartner))
    }

    /// A record of more cells tells nothing about rows, and is not worth the memory.
    private static let mostCounted = 1_000_000

    private mutating func countCSV() {
        do {
            try records.read(payload.text, room: &decoder.decoded, widest: Self.mostCounted)
        } catch {
            return
        }
        count(.records, records.count)
        if records.count == 1 { count(.valuesOfOneRecord, records.width(0), needsPartner: true) }
        if records.count > 1, HeaderTest.couldBeHeader(records, payload.text) {
            count(.recordsUnderHeader, records.count - 1, needsPartner: true)
        }
    }

    private mutating func countJSON() {
        guard let document = decoder.json.documents.first else { return }
        JSONShape.candidates(document, in: decoder.json, into: &candidates)
        // What has its rows in a wrapper is not one row besides.
        let isWrapped = candidates.contains { $0.form != .document && $0.form != .columns && !$0.needsPartner }
        let hasRows = candidates.contains { [.elements, .namesAndData].contains($0.form) && !$0.needsPartner }
        for candidate in candidates {
            let form = candidate.form
            if isWrapped && form == .document || hasRows && form == .oneRow && !candidate.needsPartner { continue }
            guard let found = candidatesOfAll(form) else { continue }
            let rows = found.reduce(0) { $0 + $1.shape.rows(in: decoder.json) }
            count(form, rows, needsPartner: found.contains(where: \.needsPartner))
        }
    }
}
