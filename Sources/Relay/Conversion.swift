import JSON

/// Turns the bytes of one object into batches: no waiting, no input or output, any chunks.
///
/// The pipeline turns the crank: `advance` goes on until it needs bytes or has a batch ready.
struct Conversion: ~Copyable {
    /// What the pipeline must do before the work can go on.
    enum Need {
        case bytes
        case delivery
        /// What there is of captures for the labels that come next.
        case captures
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

    let object: ObjectReference
    var options: Options
    /// What the object's lines are about.
    var subject = LineSubject()
    let pointers: LinePointers
    var mapping: LineMapping
    private var packer: Packer
    /// The records of lines that cannot be relayed and that come before the open batch's end.
    var records = ByteBuffer(capacity: 0)
    var recordedLines = 0
    private var resumption = Resumption()
    var current = Current()
    var original = ByteBuffer(capacity: 0)
    private var isBroken = false
    /// The label of the next line, whose capture was not searched for.
    var lonelyLabel: LabelID?
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
    struct Current {
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

        /// Becomes no line at all; what few lines have is rarely there to be forgotten.
        @inline(__always)
        mutating func forget() {
            bytes = nil
            line = 0
            offset = 0
            row = 0
            count = 0
            last = 0
            if origin != nil { origin = nil }
            if due != nil { due = nil }
        }
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
        subject = LineSubject(matter, header: table?.header)
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
            if lonelyLabel != nil { return .captures }
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
        current.forget()
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
            try holdsQuarantine ? takeQuarantined(line) : takeLine(line)
        } catch {
            quarantine(error)
        }
    }

    private func isBlank(_ line: Line) -> Bool {
        guard !line.isOverLimit, line.bytes[0] <= 0x20 else { return false }
        return (0..<line.bytes.count).allSatisfy { [0x20, 0x09, 0x0D].contains(line.bytes[$0]) }
    }

    private mutating func takeLine(_ line: Line) throws(LineProblem) {
        if subject.matter == .labels {
            current.origin = LineOrigin(
                object: object, line: line.number, offset: line.offset, rows: nil, subject: subject)
            if let label = mapping.lonelyLabel(of: line.bytes, offset: line.offset) { return putBack(label) }
        }
        switch try mapping.read(line.bytes, offset: line.offset) {
        case .ignored(let reason): ignore(reason)
        case .rows(let count):
            if let frame = mapping.recordFrame {
                repeatedIDs.add(frame.name, line: line.number)
            } else if !mapping.id.isEmpty {
                repeatedIDs.add(mapping.id, line: line.number)
            }
            begin(rows: count, line.bytes)
        }
    }

    /// Counts a line that is about something else.
    mutating func ignore(_ reason: String) {
        tally.ignored += 1
        ignoredReasons[reason, default: 0] += 1
    }

    /// Begins to write rows, but for those that an earlier run delivered.
    mutating func begin(rows count: Int, _ bytes: Bytes) {
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
}
