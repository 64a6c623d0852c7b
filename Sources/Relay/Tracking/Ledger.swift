/// What became of an object's batches, whatever the order in which they end: up to which place everything is settled,
/// what is accepted beyond it, and the sums.
///
/// Batches are settled in the object's order: a batch that ends early waits here for those before it.
struct Ledger {
    /// A batch that is on its way, or has ended before one that comes earlier.
    private struct Entry {
        var batch: Batch?
        var settled: SettledBatch?
    }

    /// Records for the quarantine, and of how many lines they are.
    struct Records: Sendable {
        var bytes: [UInt8] = []
        var lines = 0
        /// The place that the records after them begin at.
        var end = Position.start
        /// Whether the document that they go to is complete with them.
        var closesDocument = false
    }

    /// A document of records is complete at the end of the batch in which it comes to so many bytes: at the same place in
    /// every run.
    private static let documentSize = 1 << 20

    /// More ranges than this beyond the place are not kept: their rows would be sent once more.
    private static let mostRanges = 200

    /// Everything before this place is settled.
    private(set) var position: Position
    /// The lines before it, by what became of them when they were read.
    private(set) var counts: LineCounts
    /// How many lines before it this run delivered.
    private(set) var delivered = 0
    /// How many lines before it were quarantined since the monitor refused rows of theirs, in earlier runs too.
    private(set) var refusedLines: Int
    /// Where the line begins that has rows that were refused, and others to come.
    private var refusedLine: Int?
    /// Records of lines before the place that are not kept yet, and those of them that were closed.
    private var records = Records()
    private var closedRecords: [Records] = []
    /// How many bytes the document has that is not complete, with the records that are not kept yet.
    private var documentBytes: Int

    /// What the batches of this run add to the object's tally.
    private(set) var tally = Tally()
    /// How long after the inference rows were accepted.
    private(set) var lag = LagHistogram()

    /// What earlier runs left as accepted beyond the place.
    private var acceptedBefore: [Range<Position>]
    /// What earlier runs left as pending, and nothing is known of yet.
    private var pendingBefore: [PendingRows]
    private var entries: [Entry] = []
    /// The number of the first batch in `entries`.
    private var first = 0

    /// A ledger that goes on where an earlier run ended.
    init(_ record: ProgressRecord = ProgressRecord()) {
        position = record.position
        counts = record.counts
        counts.delivered = record.delivered
        refusedLines = record.refusedLines
        acceptedBefore = record.accepted
        pendingBefore = record.pending
        documentBytes = record.recordsLength
        refusedLine = record.isLineRefused ? position.offset : nil
    }

    /// How many batches are not settled, or come after one that is not.
    var unsettled: Int { entries.count }

    /// Notes that a batch is on its way; its number.
    mutating func open(_ batch: Batch) -> Int {
        entries.append(Entry(batch: batch))
        return first + entries.count - 1
    }

    /// Notes how a batch ended, and settles what can be settled.
    mutating func settle(_ number: Int, _ settled: SettledBatch) {
        entries[number - first].batch = nil
        entries[number - first].settled = settled
        tally.accepted += settled.accepted
        tally.rejected += settled.rejected
        tally.batches += settled.requests
        tally.retries += settled.retries
        for (seconds, rows) in settled.lags { lag.add(seconds: seconds, rows: rows) }
        var done = 0
        while done < entries.count, let settled = entries[done].settled, settled.isWhole {
            commit(settled)
            done += 1
        }
        entries.removeFirst(done)
        first += done
    }

    private mutating func commit(_ settled: SettledBatch) {
        for line in settled.lines { count(line) }
        position = settled.end
        counts = settled.counts
        records.bytes += settled.records
        records.lines += settled.recordedLines
        documentBytes += settled.records.count
        guard documentBytes > Self.documentSize else { return }
        documentBytes = 0
        records.closesDocument = true
        closeRecords()
    }

    private mutating func closeRecords() {
        records.end = position
        closedRecords.append(records)
        records = Records()
    }

    private mutating func count(_ line: SettledBatch.Line) {
        if line.hasRefusals { refusedLine = line.offset }
        guard line.isComplete else { return }
        if refusedLine == line.offset {
            refusedLines += 1
            records.lines += 1
            tally.quarantined += 1
        } else {
            delivered += 1
            tally.delivered += 1
        }
    }

    /// Whether there are records that are closed.
    var hasClosedRecords: Bool { !closedRecords.isEmpty }

    /// Takes the records out, for them to be kept: all of them, or those that were closed.
    mutating func takeRecords(all: Bool) -> [Records] {
        if all { closeRecords() }
        defer { closedRecords = [] }
        return closedRecords
    }

    /// How far the object was delivered.
    var record: ProgressRecord {
        var record = ProgressRecord()
        record.position = position
        record.counts = counts
        record.delivered = counts.delivered + delivered
        record.refusedLines = refusedLines
        record.isLineRefused = refusedLine == position.offset
        record.accepted = acceptedBeyond
        record.pending = pending
        return record
    }

    /// What the monitor took without an answer.
    var pending: [PendingRows] {
        (pendingBefore + entries.compactMap(\.settled).flatMap(\.pending))
            .sorted { $0.rows.lowerBound < $1.rows.lowerBound }
    }

    /// Takes what was said of pending rows: which are accepted by now, and which are pending still.
    mutating func take(accepted: [Range<Position>], pending: [PendingRows]) {
        acceptedBefore += accepted
        pendingBefore = pending
    }

    /// What is accepted beyond the place.
    private var acceptedBeyond: [Range<Position>] {
        let all = acceptedBefore + entries.compactMap(\.settled).flatMap(\.acceptedRanges)
        return Array(all.filter { $0.upperBound > position }.united.prefix(Self.mostRanges))
    }

    /// Counts the lines of batches that did not end whole: a line is delivered when all its rows were.
    ///
    /// Lines that were quarantined among them are quarantined all the same.
    mutating func close() {
        var isUndelivered = false
        for entry in entries {
            records.bytes += entry.settled?.records ?? entry.batch?.records ?? []
            records.lines += entry.settled?.recordedLines ?? entry.batch?.recordedLines ?? 0
            for line in entry.settled?.lines ?? entry.batch.map(SettledBatch.undelivered) ?? [] {
                isUndelivered = isUndelivered || line.isUndelivered
                if !isUndelivered { count(line) }
                if line.isComplete { isUndelivered = false }
            }
        }
        entries = []
    }
}
