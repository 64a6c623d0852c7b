import JSON

/// Joins labels with the captures of their inferences: features before the labels, the prediction behind them.
struct CaptureJoin: ~Copyable {
    /// Which row of the capture the first row of the label goes with.
    private var firstRow = 0
    private let prefix: String
    private var mapping: CaptureMapping
    private var line = ByteBuffer(capacity: 0)
    private var place = ""
    private var rows = 0
    private var row: Int?
    private var parts = ByteBuffer()
    private var partEnd = 0

    /// What is known of captures.
    var lookup = CaptureLookup()

    /// A join with the captures under a prefix, which are mapped as the settings say but written without names.
    init(_ settings: MappingSettings, prefix: String) {
        self.prefix = prefix
        var settings = settings
        settings.form = .values
        settings.timestamp = nil
        settings.metadata = []
        settings.idColumn = nil
        mapping = CaptureMapping(settings)
    }

    /// Reads the capture of a label; how many rows it has, unless the label names the one that it is of.
    mutating func read(_ id: LabelID) throws(LineProblem) -> Int? {
        guard let (capture, row) = lookup.capture(of: id) else { throw notFound(id) }
        place = capture.place
        if let rival = capture.rival { throw contested(id, rival) }
        line.removeAll(keepingAtMost: 1 << 20)
        line.append(contentsOf: capture.bytes)
        do throws(LineProblem) {
            guard case .rows(let rows) = try mapping.read(line.bytes, offset: capture.offset) else {
                throw notFound(id)
            }
            self.rows = rows
        } catch {
            throw told(error)
        }
        self.row = row
        guard let row else { return rows }
        // One row has the id of its line alone, so that a number behind it names nothing.
        guard rows > 1, row < rows else { throw notFound(id) }
        return nil
    }

    /// Sees to it that each row of a label has one of its capture.
    mutating func align(_ labels: Int) throws(LineProblem) {
        firstRow = row ?? 0
        guard row != nil ? labels == 1 : labels == rows else {
            let own = "the ground truth has \(labels) \(labels == 1 ? "row" : "rows")"
            throw LineProblem(
                .unaligned,
                row.map { "\(own), but its id is that of row \($0) of its capture (\(place))" }
                    ?? "\(own), its capture \(rows) (\(place)): nobody can tell which belongs to which")
        }
    }

    /// Prepares what a row of the label stands between.
    mutating func begin(_ row: Int) throws(LineProblem) {
        parts.removeAll(keepingAtMost: 1 << 16)
        do { try mapping.writeRow(firstRow + row, into: &parts) } catch { throw told(error) }
        partEnd = parts.bytes.firstIndex(of: RowForm.partEnd) ?? parts.count
    }

    /// The features of the row, without brackets.
    var features: Bytes { parts.bytes(1, max(1, partEnd - 1)) }

    /// The prediction of the row, without brackets.
    var prediction: Bytes { parts.bytes(min(partEnd + 2, parts.count - 1), parts.count - 1) }

    private func notFound(_ id: LabelID) -> LineProblem {
        LineProblem(
            .captureNotFound,
            "no capture under \(prefix) has the id '\(String(decoding: id.text, as: UTF8.self).escaped)'; replay the line "
                + "when it has arrived")
    }

    private func contested(_ id: LabelID, _ rival: String) -> LineProblem {
        LineProblem(
            .capturesDiffer,
            "several captures under \(prefix) have the id '\(String(decoding: id.text, as: UTF8.self).escaped)' and "
                + "differ (\(place); \(rival)), so that nobody can tell which the label belongs to")
    }

    private func told(_ problem: LineProblem) -> LineProblem {
        guard problem.reason != .captureNotFound else { return problem }
        return LineProblem(problem.reason, "the label's capture (\(place)) cannot be mapped: \(problem.detail)")
    }
}
