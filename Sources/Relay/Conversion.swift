import JSON

/// Turns the bytes of one object into batches: no waiting, no input or output, any chunks.
///
/// The pipeline turns the crank: `advance` goes on until it needs bytes, has a batch ready or has quarantined much.
struct Conversion: ~Copyable {
    /// What the pipeline must do before the work can go on.
    enum Need {
        case bytes
        case delivery
        case quarantine
        case nothing
    }

    /// Where chunks go in and lines come out.
    var lines: LineSplitter

    /// Where rows go in and batches come out.
    var packer: Packer

    /// The records of lines that cannot be relayed, to be kept before what comes after them is delivered.
    var quarantined = ByteBuffer(capacity: 0)

    /// What became of lines and rows so far.
    var tally = Tally()

    /// How often each reason for ignoring a line came up.
    private(set) var ignoredReasons: [String: Int] = [:]

    /// How many lines are quarantined as records, which are lost if those cannot be kept.
    private(set) var recorded = 0

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
    private let options: Options
    private let log: any Log
    private var mapping: CaptureMapping
    private var current = Current()
    private var original = ByteBuffer(capacity: 0)
    private var pointers = 0
    private var isBroken = false

    /// What the work needs to know.
    struct Options {
        var mapping: MappingSettings
        var layout: BatchLayout
        var batchRows: Int
        var batchBytes: Int
        var lineLimit: Int
        var keepsQuarantine: Bool
    }

    /// The line whose rows are being written.
    private struct Current {
        var bytes: Bytes?
        var object: ObjectReference?
        var line = 0
        var offset = 0
        var row = 0
        var rows: [Int]?
        var count = 0
    }

    private static let pointerLimit = 100
    private static let quarantineChunk = 256 * 1024

    init(_ object: ObjectReference, _ options: Options, log: any Log) {
        self.object = object
        self.options = options
        self.log = log
        lines = LineSplitter(limit: options.lineLimit)
        packer = Packer(layout: options.layout, rowLimit: options.batchRows, byteLimit: options.batchBytes)
        mapping = CaptureMapping(options.mapping)
        mapping.begin(object)
    }

    /// Goes on as far as possible.
    mutating func advance() -> Need {
        while true {
            if writeRows() { return .delivery }
            if quarantined.count > Self.quarantineChunk { return .quarantine }
            if isBroken { return .nothing }
            if Interruption.isRequested {
                wasInterrupted = true
                return .nothing
            }
            guard let line = lines.next() else { return lines.isComplete ? .nothing : .bytes }
            take(line)
        }
    }

    /// Ends the work where the object cannot be read any further: what is left of a last line is not delivered.
    mutating func breakOff() {
        isBroken = true
        guard lines.isInsideLine else { return }
        tally.lines += 1
        tally.undelivered += 1
    }

    /// Writes the rows of the current line; true when the batch is full first.
    private mutating func writeRows() -> Bool {
        while current.row < current.count {
            if packer.isFull { return true }
            packer.beginRow()
            do {
                try mapping.writeRow(current.rows?[current.row] ?? current.row, into: &packer.buffer)
            } catch {
                packer.abandonRow()
                tally.rows -= current.count
                mapped -= 1
                quarantine(error)
                return packer.isFull
            }
            current.row += 1
            let isLast = current.row == current.count
            packer.endRow(line: tally.lines, seconds: mapping.inferenceSeconds, isLast: isLast)
        }
        return packer.isFull
    }

    private mutating func take(_ line: Line) {
        current = Current()
        guard line.length > 0, !isBlank(line) else {
            tally.lines += 1
            tally.blank += 1
            return
        }
        tally.lines += 1
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
            current.count = count
            tally.rows += count
            mapped += 1
        }
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
        current.object = record.object
        current.line = record.line
        current.offset = record.offset
        current.rows = record.rows
        mapping.begin(record.object)
        switch try mapping.read(original.bytes, offset: record.offset) {
        case .ignored(let reason):
            tally.ignored += 1
            ignoredReasons[reason, default: 0] += 1
        case .rows(let count):
            guard record.rows?.allSatisfy({ $0 < count }) ?? true else {
                throw LineProblem(.unreadableQuarantine, "the record names a row that the line does not have")
            }
            current.count = record.rows?.count ?? count
            tally.rows += current.count
            mapped += 1
        }
    }

    /// Counts a line that cannot be relayed, and keeps it or says where it is.
    private mutating func quarantine(_ problem: LineProblem) {
        let place = current
        current = Current()
        tally.quarantined += 1
        guard let data = place.bytes else { return }
        guard options.keepsQuarantine else { return point(problem, place, length: data.count) }
        recorded += 1
        QuarantineRecord.append(
            problem,
            of: place.object ?? object,
            line: place.line,
            offset: place.offset,
            rows: place.rows,
            data: data,
            time: Timestamp.now.text(),
            to: &quarantined
        )
    }

    private mutating func point(_ line: Line) {
        tally.quarantined += 1
        let problem = LineProblem(.overLimit, "the line is longer than RELAY_LINE_LIMIT (\(options.lineLimit) bytes)")
        point(problem, current, length: line.length)
    }

    /// A pointer to a line, without its data, for the log.
    private mutating func point(_ problem: LineProblem, _ place: Current, length: Int) {
        pointers += 1
        guard pointers <= Self.pointerLimit else { return }
        let uri = (place.object ?? object).uri
        log.write(
            .warning,
            "\(uri) line \(place.line) (byte \(place.offset), \(length) bytes) is quarantined: "
                + "\(problem.detail) [\(problem.reason.rawValue)]"
        )
    }

    /// How many quarantined lines the log does not name.
    var unnamedPointers: Int { max(0, pointers - Self.pointerLimit) }
}
