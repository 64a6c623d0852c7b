import JSON

/// What is left of a batch when its rows were sent: no rows, only what became of them.
struct SettledBatch: Sendable {
    /// What became of the rows that a line had in the batch.
    struct Line: Equatable, Sendable {
        /// Where the line begins.
        let offset: Int
        var hasRefusals = false
        var isUndelivered = false
        /// Whether the line's last row was among them.
        var isComplete: Bool
    }

    /// A row that is quarantined, for the log where there is no quarantine.
    struct Refusal: Equatable, Sendable {
        let share: Int
        let row: Int
        let problem: LineProblem
    }

    /// Where the batch ends.
    let end: Position
    /// The lines before its end.
    let counts: LineCounts
    /// Its lines, in order.
    private(set) var lines: [Line] = []
    /// How many rows were accepted.
    let accepted: Int
    /// How many rows were refused.
    let rejected: Int
    /// How many requests took rows.
    let requests: Int
    /// How many requests came to nothing and were sent again.
    let retries: Int
    /// Where the accepted rows are.
    private(set) var acceptedRanges: [Range<Position>] = []
    /// Where the rows are that the monitor took and has not answered for.
    private(set) var pending: [PendingRows] = []
    /// How long after their inference how many rows were accepted.
    private(set) var lags: [(seconds: Int, rows: Int)] = []
    /// Records of lines that could not become rows, and of those with rows that were refused.
    private(set) var records: [UInt8]
    /// How many lines could not become rows and have a record.
    let recordedLines: Int
    /// The rows that were refused.
    private(set) var refusals: [Refusal] = []

    /// Whether nothing of it is left to deliver.
    var isWhole: Bool { !lines.contains(where: \.isUndelivered) }

    /// Settles a batch; `object` is where its lines come from, unless they say otherwise.
    init(_ batch: Batch, _ outcome: BatchOutcome, of object: ObjectReference, keepsRecords: Bool) {
        end = batch.end
        counts = batch.counts
        accepted = outcome.acceptedRows
        requests = outcome.requests
        retries = outcome.retries
        records = batch.records
        recordedLines = batch.recordedLines
        rejected = outcome.refused.count + batch.oversize.count
        if batch.oversize.isEmpty, outcome.refused.isEmpty, outcome.accepted == [0..<batch.rows] {
            takeWhole(batch, outcome.acceptedAt)
        } else {
            take(batch, outcome)
        }
        acceptedRanges = Self.ranges(batch, outcome)
        pending = outcome.pending.flatMap { some in
            Self.parts(batch, some.rows).map { PendingRows(rows: $0, request: some.request) }
        }
        if keepsRecords { keepRecords(batch, object) }
    }

    /// Notes what became of each line where all rows were accepted, as nearly all are.
    private mutating func takeWhole(_ batch: Batch, _ acceptedAt: Int) {
        lines = batch.shares.map { Line(offset: $0.offset, isComplete: $0.isComplete) }
        for share in batch.shares {
            if let seconds = share.seconds { addLag(acceptedAt - seconds, share.rows) }
        }
    }

    /// Notes what became of each line.
    private mutating func take(_ batch: Batch, _ outcome: BatchOutcome) {
        var rows = RowFates(outcome)
        lines.reserveCapacity(batch.shares.count)
        for (index, share) in batch.shares.enumerated() {
            let fate = rows.next(share.rows)
            let isRefused = !share.oversize.isEmpty || !fate.refused.isEmpty
            lines.append(
                Line(
                    offset: share.offset, hasRefusals: isRefused,
                    isUndelivered: fate.accepted + fate.refused.count < share.rows, isComplete: share.isComplete))
            if fate.accepted > 0, let seconds = share.seconds { addLag(outcome.acceptedAt - seconds, fate.accepted) }
            if isRefused { refuse(index, batch, outcome.refused[fate.refused], before: fate.start) }
        }
    }

    /// The lines of a batch of which nothing was sent.
    static func undelivered(_ batch: Batch) -> [Line] {
        batch.shares.map { Line(offset: $0.offset, isUndelivered: true, isComplete: $0.isComplete) }
    }

    /// Counts rows with those of the same second before them.
    @inline(__always)
    private mutating func addLag(_ seconds: Int, _ rows: Int) {
        if let last = lags.last, last.seconds == seconds {
            lags[lags.count - 1].rows += rows
        } else {
            lags.append((seconds, rows))
        }
    }

    /// Accepted rows as ranges of places, for a run that goes on after this one.
    ///
    /// Rows that were left out for their size are not in them: they must be met again until they are quarantined.
    private static func ranges(_ batch: Batch, _ outcome: BatchOutcome) -> [Range<Position>] {
        guard outcome.accepted == [0..<batch.rows] else { return parts(batch, outcome.accepted) }
        return cut([batch.start..<batch.end], batch)
    }

    /// Ranges of places without the rows that were left out.
    private static func cut(_ ranges: [Range<Position>], _ batch: Batch) -> [Range<Position>] {
        guard !batch.oversize.isEmpty else { return ranges }
        let gaps = batch.shares.flatMap { share in
            batch.oversize[share.oversize].map { Position(offset: share.offset, row: $0.row) }
        }
        return ranges.flatMap { cut($0, at: gaps) }
    }

    /// What is left of a range without certain rows, which are in order.
    private static func cut(_ range: Range<Position>, at gaps: [Position]) -> [Range<Position>] {
        var parts: [Range<Position>] = []
        var start = range.lowerBound
        for gap in gaps where gap >= start && gap < range.upperBound {
            if start < gap { parts.append(start..<gap) }
            start = Position(offset: gap.offset, row: gap.row + 1)
        }
        if start < range.upperBound { parts.append(start..<range.upperBound) }
        return parts
    }

    /// Some rows, which are in order, as ranges of places.
    private static func parts(_ batch: Batch, _ rows: [Range<Int>]) -> [Range<Position>] {
        var shares = batch.shares[...]
        var before = 0
        /// The place of a row; rows are asked for in order.
        func place(_ row: Int) -> Position {
            while let share = shares.first, before + share.rows <= row {
                before += share.rows
                shares.removeFirst()
            }
            guard let share = shares.first else { return batch.end }
            return Position(offset: share.offset, row: batch.rowNumber(row - before, in: share))
        }
        let ranges = rows.map { rows in
            let start = place(rows.lowerBound)
            let last = place(rows.upperBound - 1)
            return start..<Position(offset: last.offset, row: last.row + 1)
        }
        return cut(ranges, batch)
    }

    private mutating func refuse(
        _ index: Int, _ batch: Batch, _ refused: ArraySlice<BatchOutcome.Refusal>, before start: Int
    ) {
        let share = batch.shares[index]
        for row in batch.oversize[share.oversize] {
            let words = "the row has \(row.bytes) bytes, more than a request has room for; raise RELAY_BATCH_BYTES"
            refusals.append(Refusal(share: index, row: row.row, problem: LineProblem(.rowTooLarge, words)))
        }
        for refusal in refused {
            let row = batch.rowNumber(refusal.row - start, in: share)
            refusals.append(Refusal(share: index, row: row, problem: LineProblem(.refused, refusal.reason)))
        }
    }

    /// A record for each line and reason, with the rows that it is about: a long line with many refused rows is written
    /// once.
    private mutating func keepRecords(_ batch: Batch, _ object: ObjectReference) {
        var buffer = ByteBuffer(capacity: 0)
        var place = 0
        while place < refusals.count {
            let first = refusals[place]
            let end =
                refusals[place...].firstIndex { $0.share != first.share || $0.problem.reason != first.problem.reason }
                ?? refusals.count
            let share = batch.shares[first.share]
            let due = batch.origin(of: share)?.rows
            let rows = refusals[place..<end].map { due?[$0.row] ?? $0.row }
            let words = Self.words(zip(rows, refusals[place..<end].map(\.problem.detail)))
            append(batch, share, LineProblem(first.problem.reason, words), rows, object, to: &buffer)
            place = end
        }
        records += buffer.bytes.array
    }

    /// What is said of some rows; of each by itself where it is not the same, for the first ten of them.
    private static func words(_ rows: some Sequence<(Int, String)>) -> String {
        var all: [(row: Int, words: String)] = []
        var more = 0
        for (row, words) in rows {
            if all.last?.words == words { continue }
            if all.count < 10 { all.append((row, words)) } else { more += 1 }
        }
        if all.count == 1 { return all[0].words }
        let text = all.map { "row \($0.row): \($0.words)" }.joined(separator: "; ")
        return more == 0 ? text : "\(text); and \(more) more"
    }

    private func append(
        _ batch: Batch, _ share: Share, _ problem: LineProblem, _ rows: [Int], _ object: ObjectReference,
        to buffer: inout ByteBuffer
    ) {
        guard let source = batch.line(of: share) else { return }
        var line = ByteBuffer(capacity: source.count)
        line.append(contentsOf: source)
        let origin = batch.origin(of: share)
        QuarantineRecord.append(
            problem, of: origin?.object ?? object, line: origin?.line ?? share.line,
            offset: origin?.offset ?? share.offset, rows: rows,
            subject: origin?.subject ?? LineSubject(), data: line.bytes, time: Timestamp.now.text(), to: &buffer)
    }
}

/// What became of a batch's rows, handed out line by line.
private struct RowFates {
    struct Part {
        /// The first row, by its place in the batch.
        let start: Int
        var accepted = 0
        /// The refusals of rows, by their places among all of the batch.
        var refused: Range<Int>
    }

    private let accepted: [Range<Int>]
    private let refused: [BatchOutcome.Refusal]
    private var row = 0
    private var range = 0
    private var refusal = 0

    init(_ outcome: BatchOutcome) {
        accepted = outcome.accepted
        refused = outcome.refused
    }

    /// What became of the next rows.
    @inline(__always)
    mutating func next(_ count: Int) -> Part {
        let end = row + count
        var part = Part(start: row, refused: refusal..<refusal)
        while range < accepted.count, accepted[range].lowerBound < end {
            part.accepted += accepted[range].clamped(to: row..<end).count
            guard accepted[range].upperBound <= end else { break }
            range += 1
        }
        while refusal < refused.count, refused[refusal].row < end { refusal += 1 }
        part.refused = part.refused.lowerBound..<refusal
        row = end
        return part
    }
}
