import JSON

/// Turns the bytes of one object into batches: no waiting, no input or output, any chunks.
///
/// The pipeline turns the crank: `advance` goes on until it needs bytes or has a batch ready.
struct Conversion: ~Copyable {
    /// What the pipeline must do before the work can go on.
    enum Need {
        case bytes
        case delivery
        case nothing
    }

    /// Where chunks go in and lines come out.
    var lines: LineSplitter

    /// What became of lines and rows so far.
    var tally = Tally()

    /// How often each reason for ignoring a line came up.
    private(set) var ignoredReasons: [String: Int] = [:]

    /// How many lines have rows to deliver.
    private(set) var mapped = 0

    /// Whether the user stopped the work before the object's end.
    private(set) var wasInterrupted = false

    /// Ids that came up more than once.
    private(set) var repeatedIDs = RepeatedIDs()

    /// Whether the lines are records of an earlier quarantine.
    var holdsQuarantine = false {
        didSet { if holdsQuarantine { lines.limit = options.lineLimit * 6 + 65_536 } }
    }

    private let object: ObjectReference
    private var options: Options
    private let pointers: LinePointers
    private var mapping: LineMapping
    private var packer: Packer
    /// The records of lines that cannot be relayed and that come before the open batch's end.
    private var records = ByteBuffer(capacity: 0)
    private var recordedLines = 0
    private var resumption = Resumption()
    private var current = Current()
    private var original = ByteBuffer(capacity: 0)
    private var isBroken = false
    /// Whether the object broke off inside of a line, which a later run meets whole.
    private var isLineBroken = false

    /// What the work needs to know.
    struct Options {
        var mapping: MappingSettings
        var layout: BatchLayout
        var limits: Packer.Limits
        var lineLimit: Int
        var keepsQuarantine: Bool
    }

    /// The line whose rows are being written.
    private struct Current {
        var bytes: Bytes?
        /// Its number and place in the object that is read.
        var line = 0
        var offset = 0
        var origin: LineOrigin?
        var row = 0
        var count = 0
        /// The rows that are sent, where not all of them are.
        var due: [Range<Int>]?
        /// The last row that is sent.
        var last = 0
    }

    private static let recordsChunk = 256 * 1024

    init(_ object: ObjectReference, _ options: Options, pointers: LinePointers) {
        self.object = object
        self.options = options
        self.pointers = pointers
        lines = LineSplitter(limit: options.lineLimit)
        packer = Packer(layout: options.layout, limits: options.limits)
        mapping = LineMapping(options.mapping)
        mapping.begin(object)
    }

    /// Turns to lines about something else, before the first one is read.
    mutating func turn(to matter: Matter, _ table: LabelTable?, _ options: Options) {
        self.options = options
        packer = Packer(layout: options.layout, limits: options.limits)
        mapping.turn(to: matter, table)
    }

    /// Goes on where an earlier run ended.
    mutating func resume(_ record: ProgressRecord) {
        resumption = Resumption(record)
        packer.start = record.position
        tally.lines = record.counts.lines
        tally.blank = record.counts.blank
        tally.ignored = record.counts.ignored
        tally.quarantined = record.counts.quarantined + record.refusedLines
        tally.resumed = record.delivered
    }

    /// Goes on as far as possible.
    mutating func advance() -> Need {
        while true {
            if writeRows() { return .delivery }
            if records.count > Self.recordsChunk { return .delivery }
            if isBroken { return .nothing }
            if Interruption.isRequested {
                wasInterrupted = true
                return .nothing
            }
            guard let line = lines.next() else { return lines.isComplete ? .nothing : .bytes }
            if line.offset < resumption.offset { continue }
            take(line)
        }
    }

    /// Whether there is something to settle that no batch has taken along.
    var hasRest: Bool { !packer.isEmpty || records.count > 0 || lines.position > packer.start.offset }

    /// Hands out what is ready, with the records of the lines before its end.
    mutating func takeBatch() -> Batch {
        let isInsideLine = current.row < current.count
        var counts = LineCounts()
        counts.lines = tally.lines - (isInsideLine || isLineBroken ? 1 : 0)
        counts.blank = tally.blank
        counts.ignored = tally.ignored
        counts.quarantined = tally.quarantined - resumption.refusedLines
        counts.delivered = tally.resumed
        let end =
            isInsideLine
            ? Position(offset: current.offset, row: current.row) : Position(offset: lines.position)
        let batch = packer.take(
            end: end, counts: counts, records: records.bytes.array, recordedLines: recordedLines)
        records.removeAll(keepingAtMost: 1 << 16)
        recordedLines = 0
        return batch
    }

    /// Ends the work where the object cannot be read any further: what is left of a last line is not delivered.
    mutating func breakOff() {
        isBroken = true
        // A line that an earlier run settled is counted already.
        guard lines.isInsideLine, lines.position >= resumption.offset else { return }
        isLineBroken = true
        tally.lines += 1
        tally.undelivered += 1
    }

    /// Writes the rows of the current line; true when the batch is full first.
    private mutating func writeRows() -> Bool {
        while current.row < current.count {
            if packer.isFull { return true }
            if let due = current.due, !due.contains(where: { $0.contains(current.row) }) {
                current.row += 1
                continue
            }
            packer.beginRow()
            do {
                try mapping.writeRow(current.origin?.rows?[current.row] ?? current.row, into: &packer.buffer)
            } catch {
                packer.abandonRow()
                tally.rows -= current.count
                mapped -= 1
                quarantine(error)
                return packer.isFull
            }
            let row = current.row
            let isLast = row == current.last
            current.row = isLast ? current.count : row + 1
            packer.endRow(row, isLast: isLast)
        }
        return packer.isFull
    }

    private mutating func take(_ line: Line) {
        current = Current()
        tally.lines += 1
        guard line.length > 0, !isBlank(line) else {
            tally.blank += 1
            return
        }
        current.bytes = line.bytes
        current.line = line.number
        current.offset = line.offset
        guard !line.isOverLimit else { return point(line) }
        do {
            try holdsQuarantine ? takeQuarantined(line) : takeCapture(line)
        } catch {
            quarantine(error)
        }
    }

    private func isBlank(_ line: Line) -> Bool {
        guard !line.isOverLimit, line.bytes[0] <= 0x20 else { return false }
        return (0..<line.bytes.count).allSatisfy { [0x20, 0x09, 0x0D].contains(line.bytes[$0]) }
    }

    private mutating func takeCapture(_ line: Line) throws(LineProblem) {
        switch try mapping.read(line.bytes, offset: line.offset) {
        case .ignored(let reason):
            tally.ignored += 1
            ignoredReasons[reason, default: 0] += 1
        case .rows(let count):
            if !mapping.id.isEmpty { repeatedIDs.add(mapping.id, line: line.number) }
            begin(rows: count, line.bytes)
        }
    }

    /// Begins to write rows, but for those that an earlier run delivered.
    private mutating func begin(rows count: Int, _ bytes: Bytes) {
        current.last = count - 1
        if let due = resumption.due(of: count, at: current.offset) {
            guard let last = due.last else {
                if resumption.refusedLine == current.offset { tally.quarantined += 1 } else { tally.resumed += 1 }
                return
            }
            current.due = due
            current.last = last.upperBound - 1
        }
        current.count = count
        tally.rows += current.due.map { $0.reduce(0) { $0 + $1.count } } ?? count
        mapped += 1
        packer.beginLine(
            current.line, at: current.offset, bytes, seconds: mapping.inferenceSeconds, origin: current.origin,
            frame: mapping.recordFrame)
    }

    /// A quarantined line is mapped as if its object were read again, and only its outstanding rows are sent.
    private mutating func takeQuarantined(_ line: Line) throws(LineProblem) {
        let record = try QuarantineRecord(parsing: line.bytes)
        guard record.data.count <= options.lineLimit else {
            throw LineProblem(
                .overLimit, "the original line is longer than RELAY_LINE_LIMIT (\(options.lineLimit) bytes)")
        }
        original.removeAll(keepingAtMost: 1 << 20)
        original.append(contentsOf: record.data)
        current.bytes = original.bytes
        current.origin = LineOrigin(object: record.object, line: record.line, offset: record.offset, rows: record.rows)
        mapping.begin(record.object)
        switch try mapping.read(original.bytes, offset: record.offset) {
        case .ignored(let reason):
            tally.ignored += 1
            ignoredReasons[reason, default: 0] += 1
        case .rows(let count):
            guard record.rows?.allSatisfy({ $0 < count }) ?? true else {
                throw LineProblem(.unreadableQuarantine, "the record names a row that the line does not have")
            }
            begin(rows: record.rows?.count ?? count, original.bytes)
        }
    }

    /// Counts a line that cannot be relayed, and keeps it or says where it is.
    private mutating func quarantine(_ problem: LineProblem) {
        let place = current
        current = Current()
        tally.quarantined += 1
        guard let data = place.bytes else { return }
        guard options.keepsQuarantine else { return point(problem, place, length: data.count) }
        recordedLines += 1
        QuarantineRecord.append(
            problem,
            of: place.origin?.object ?? object,
            line: place.origin?.line ?? place.line,
            offset: place.origin?.offset ?? place.offset,
            rows: place.origin?.rows,
            data: data,
            time: Timestamp.now.text(),
            to: &records
        )
    }

    private mutating func point(_ line: Line) {
        tally.quarantined += 1
        let problem = LineProblem(.overLimit, "the line is longer than RELAY_LINE_LIMIT (\(options.lineLimit) bytes)")
        point(problem, current, length: line.length)
    }

    private func point(_ problem: LineProblem, _ place: Current, length: Int) {
        pointers.point(
            to: place.origin?.line ?? place.line, at: place.origin?.offset ?? place.offset, length: length,
            of: place.origin?.object ?? object, problem)
    }
}
