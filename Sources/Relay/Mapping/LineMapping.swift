import JSON

/// Turns the lines of an object into rows, by what the object is about.
struct LineMapping: ~Copyable {
    /// What the lines are about.
    private(set) var matter = Matter.inferences
    private var captures: CaptureMapping
    private var labels: LabelMapping

    /// A mapping by the settings.
    init(_ settings: MappingSettings) {
        captures = CaptureMapping(settings)
        labels = LabelMapping(settings)
    }

    /// The table whose records the lines are, if they are.
    var table: LabelTable? { labels.table }

    /// The label of a line, where its capture is wanted and was not searched for.
    mutating func lonelyLabel(of bytes: Bytes, offset: Int) -> LabelID? {
        matter == .labels ? labels.lonelyLabel(of: bytes, offset: offset) : nil
    }

    /// Takes what a search for captures found.
    mutating func take(_ lookup: CaptureLookup) {
        labels.take(lookup)
    }

    /// Turns to lines about something else.
    mutating func turn(to matter: Matter, _ table: LabelTable? = nil) {
        self.matter = matter
        labels.begin(table)
    }

    /// When the last line's inference was, in seconds since 1970.
    ///
    /// Like all that is looked up for each line it says that it changes something: otherwise the compiler makes a copy of
    /// all the mapping's memory first.
    var inferenceSeconds: Int? {
        mutating get { matter == .inferences ? captures.inferenceSeconds : nil }
    }

    /// The last line's id, without the number of a row.
    var id: Bytes {
        mutating get { matter == .inferences ? captures.id : labels.id }
    }

    /// What the records of the last line have in common, where rows become records.
    var recordFrame: RecordFrame? {
        mutating get { matter == .inferences ? captures.recordFrame : nil }
    }

    /// Begins another object.
    mutating func begin(_ object: ObjectReference) {
        captures.begin(object)
    }

    /// Reads a line and finds out how many rows it has.
    mutating func read(_ bytes: Bytes, offset: Int) throws(LineProblem) -> CaptureMapping.Outcome {
        guard matter == .inferences else { return try labels.read(bytes, offset: offset) }
        return try captures.read(bytes, offset: offset)
    }

    /// Writes a row of the line that was read last.
    mutating func writeRow(_ row: Int, into buffer: inout ByteBuffer) throws(LineProblem) {
        guard matter == .inferences else { return try labels.writeRow(row, into: &buffer) }
        try captures.writeRow(row, into: &buffer)
    }
}
