package import JSON

/// Turns capture lines into rows and writes the rows as JSON, straight into a batch.
///
/// A line is read first, which finds out how many rows it has; its rows are then written one by one.
package struct CaptureMapping: ~Copyable {
    /// What a line turned out to be.
    package enum Outcome: Equatable {
        /// So many rows to write.
        case rows(Int)
        /// Nothing to relay, with the reason in words.
        case ignored(String)
    }

    /// Why a line is ignored that a job merged from a capture and its label.
    static let merged = "ground truth"

    /// When the last line's inference was, in seconds since 1970.
    package private(set) var inferenceSeconds: Int?

    private let relaysShadow: Bool
    private let relaysLabels: Bool
    private let isOpen: Bool
    private let writesParts: Bool
    private var frame: RowFrame
    private var input: SideReader
    private var output: SideReader
    private var openInput = OpenReader(prefix: "f")
    private var openOutput = OpenReader(prefix: "p")
    private var writer: RowWriter
    private var partsWriter: PartsWriter
    private var pair = Alignment.Pair(input: nil, output: nil)
    private var openRows: [(input: OpenReader.Row, output: OpenReader.Row)] = []
    private var rows = 0
    private var reader = CaptureReader()
    private var scratch = ByteBuffer()

    /// A mapping by the settings; without any columns the rows take their names from the payloads.
    package init(_ settings: MappingSettings) {
        relaysShadow = settings.relaysShadow
        relaysLabels = settings.labels != nil
        isOpen = settings.inputs.isEmpty && settings.outputs.isEmpty
        writesParts = settings.form != .object
        frame = RowFrame(settings)
        input = SideReader(settings.inputs)
        output = SideReader(settings.outputs)
        writer = RowWriter(settings)
        partsWriter = PartsWriter(settings)
    }

    /// The last line's id, without the number of a row.
    package var id: Bytes { frame.id.bytes }

    /// What the records of the last line have in common, where rows become records.
    package var recordFrame: RecordFrame? { frame.record }

    /// Begins another object.
    package mutating func begin(_ object: ObjectReference) {
        reader.begin()
        input.begin()
        output.begin()
        frame.begin(object)
    }

    /// Reads a line and finds out how many rows it has.
    package mutating func read(_ bytes: Bytes, offset: Int) throws(LineProblem) -> Outcome {
        guard bytes.isUTF8 else { throw LineProblem(.invalidUTF8, "the line is not UTF-8") }
        try reader.read(bytes)
        switch reader.line.kind {
        case .groundTruth: return .ignored(reasonForGroundTruth)
        case .batchTransformOutput: return .ignored("batch transform output")
        case .capture: break
        }
        guard reader.line.hasCaptureData else {
            throw LineProblem(.notACapture, "the line has no captureData object")
        }
        guard relaysShadow || !reader.line.isShadow else { return .ignored("shadow variant") }
        guard reader.line.input.isPresent || reader.line.output.isPresent else {
            throw LineProblem(.missingPayload, "the line has neither an input nor an output")
        }
        rows = isOpen ? try readOpen(bytes) : try readColumns(bytes)
        try frame.read(&reader.line, bytes, offset: offset, rows: rows)
        inferenceSeconds = frame.seconds
        if rows > 1 { try checkValues() }
        return .rows(rows)
    }

    private var reasonForGroundTruth: String {
        if reader.line.hasCaptureData { return Self.merged }
        return relaysLabels
            ? Matter.inferences.strayReason
            : "ground truth; to relay it, name its columns in CAPTURE_LABEL_COLUMNS"
    }

    /// Writes a row of the line that was read last.
    ///
    /// Only a line of one row can still be refused here.
    package mutating func writeRow(_ row: Int, into buffer: inout ByteBuffer) throws(LineProblem) {
        if isOpen {
            writer.write(openRows[row], row, of: rows, openInput, openOutput, &frame, into: &buffer)
        } else if writesParts {
            try partsWriter.write(pair, row, of: rows, &input, &output, &frame, into: &buffer)
        } else {
            try writer.write(pair, row, of: rows, &input, &output, &frame, into: &buffer)
        }
    }

    private mutating func readColumns(_ bytes: Bytes) throws(LineProblem) -> Int {
        try output.read(&reader.line.output, of: bytes)
        if !reader.line.output.hasContentType { try expectSuccess(output.decoder.json, output.payload) }
        try input.read(&reader.line.input, of: bytes)
        if let plain = Alignment.plainPair(&input, &output) {
            pair = plain
        } else {
            pair = try Alignment.pair(input, output)
        }
        return pair.rows
    }

    private mutating func readOpen(_ bytes: Bytes) throws(LineProblem) -> Int {
        openRows.removeAll()
        try openOutput.read(&reader.line.output, of: bytes)
        if !reader.line.output.hasContentType { try expectSuccess(openOutput.decoder.json, openOutput.payload) }
        try openInput.read(&reader.line.input, of: bytes)
        guard let (first, second) = OpenAlignment.pair(openInput, openOutput) else {
            throw OpenAlignment.problem(openInput, openOutput)
        }
        let count = max(first?.rows.count ?? 0, second?.rows.count ?? 0)
        guard count > 0 else { throw LineProblem(.emptyPayload, "both payloads are empty") }
        for row in 0..<count { openRows.append((first?.rows[row] ?? [], second?.rows[row] ?? [])) }
        return count
    }

    /// A failed invocation is captured with a null content type and the error as its answer.
    private func expectSuccess(_ json: borrowing JSONTree, _ payload: Payload) throws(LineProblem) {
        guard reader.line.output.isPresent, case .json = payload.content,
            let document = json.documents.first, json[document].kind == .object,
            json.value(of: "code", in: document) != nil, json.value(of: "message", in: document) != nil
        else { return }
        throw LineProblem(.failedInvocation, "the capture is of an invocation that failed: its answer is an error")
    }

    /// With several rows the types are tried before the first one is written, since it may be gone when another one is
    /// refused.
    private mutating func checkValues() throws(LineProblem) {
        if writesParts {
            if partsWriter.hasTypes { try partsWriter.check(pair, &input, &output, scratch: &scratch) }
        } else if writer.hasTypes {
            try writer.check(pair, &input, &output, scratch: &scratch)
        }
    }
}
