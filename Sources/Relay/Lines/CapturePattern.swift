import JSON

/// The pieces of a line between its values, and where in them the other parts stand.
struct CapturePattern: ~Copyable {
    /// What may be another text in each line.
    enum Value {
        case input
        case output
        case eventID
        case inferenceID
        case inferenceTime
    }

    /// What stands before a value, with the quote that opens it.
    struct Piece {
        let start: Int
        let end: Int
        let value: Value
    }

    /// A place in a piece.
    private struct Place {
        var piece = 0
        var offset = 0
    }

    /// So much is compared, and kept, of what stands between the values.
    private static let mostText = 1 << 18

    /// The pieces, one behind the other; the last one has no value behind it and so is not listed.
    private var text = ByteBuffer()
    private var pieces = RefillableList<Piece>()

    /// Where the pieces begin in the line that was read last.
    private var starts = RefillableList<Int>()

    private var captureData = (start: Place(), end: Place())
    private var metadata = (start: Place(), end: Place())

    /// Fits no line any more.
    mutating func forget() {
        pieces.removeAll()
    }

    /// Reads a line that is like the learned one, into what was read of a line before that was; false where it is not
    /// alike, and then the line must be read in full.
    mutating func read(_ bytes: Bytes, into line: inout CaptureLine) -> Bool {
        guard !pieces.isEmpty else { return false }
        var scanner = JSONScanner(bytes)
        for index in pieces.indices {
            let piece = pieces[index]
            starts[index] = scanner.position
            guard bytes.has(text.bytes(piece.start, piece.end), at: scanner.position) else { return false }
            scanner.position &+= piece.end &- piece.start &- 1
            guard let token = try? scanner.string() else { return false }
            set(piece.value, of: &line, to: token)
            scanner.position &-= 1
        }
        starts[pieces.count] = scanner.position
        let rest = text.bytes(pieces[pieces.count - 1].end, text.count)
        guard bytes.count &- scanner.position == rest.count, bytes.has(rest, at: scanner.position) else { return false }
        if line.captureData != nil { line.captureData = (position(captureData.start), position(captureData.end)) }
        if line.metadata != nil { line.metadata = (position(metadata.start), position(metadata.end)) }
        return true
    }

    /// Learns from a line that was read in full, if it is a capture whose payloads are texts.
    mutating func learn(_ line: CaptureLine, _ bytes: Bytes) {
        forget()
        guard line.kind == .capture, let found = Self.values(of: line) else { return }
        let values = found.reduce(0) { $0 + $1.token.end - $1.token.start }
        guard bytes.count - values <= Self.mostText else { return }
        text.removeAll(keepingAtMost: 1 << 16)
        starts.removeAll()
        starts.append(0)
        for (value, token) in found {
            let start = text.count
            text.append(bytes.slice(starts[pieces.count], token.start))
            pieces.append(Piece(start: start, end: text.count, value: value))
            starts.append(token.end)
        }
        text.append(bytes.slice(starts[pieces.count], bytes.count))
        captureData = (place(line.captureData?.start), place(line.captureData?.end))
        metadata = (place(line.metadata?.start), place(line.metadata?.end))
    }

    /// The values of a line as they stand in it; nothing where a payload is no text.
    private static func values(of line: CaptureLine) -> [(value: Value, token: JSONScanner.StringToken)]? {
        var found: [(value: Value, token: JSONScanner.StringToken)] = []
        for (value, payload) in [(Value.input, line.input.payload), (.output, line.output.payload)] {
            switch payload {
            case .text(let token): found.append((value, token))
            case .value: return nil
            case .absent, .null: break
            }
        }
        if let id = line.eventID { found.append((.eventID, id)) }
        if let id = line.inferenceID { found.append((.inferenceID, id)) }
        if let time = line.inferenceTime { found.append((.inferenceTime, time)) }
        return found.sorted { $0.token.start < $1.token.start }
    }

    @inline(__always)
    private func set(_ value: Value, of line: inout CaptureLine, to token: JSONScanner.StringToken) {
        let something = token.end > token.start ? token : nil
        switch value {
        case .input: line.input.payload = .text(token)
        case .output: line.output.payload = .text(token)
        case .eventID: line.eventID = something
        case .inferenceID: line.inferenceID = something
        case .inferenceTime: line.inferenceTime = something
        }
    }

    /// Where a position of the learned line lies, in the last of the pieces that begin before it.
    private func place(_ position: Int?) -> Place {
        guard let position, let piece = starts.indices.last(where: { starts[$0] <= position }) else { return Place() }
        return Place(piece: piece, offset: position - starts[piece])
    }

    /// Where a place lies in the line that was read last.
    private func position(_ place: Place) -> Int { starts[place.piece] &+ place.offset }
}
