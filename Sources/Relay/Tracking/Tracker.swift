import HTTP

/// Follows the batches of one object from the moment they are sent: settles them, and makes what was reached durable.
///
/// A batch's place in flight is free only when what became of it is durable, so that a kill at any moment repeats no more
/// rows than are in flight.
actor Tracker {
    private let object: ObjectReference
    private let quarantine: QuarantineFile?
    private let secure: @Sendable () async throws(SinkError) -> Void
    private let point: @Sendable (Batch, SettledBatch.Refusal) -> Void
    private var keeper: ProgressKeeper?
    private var ledger: Ledger
    /// What is kept of the progress.
    private var durable: ProgressRecord

    private var wanted = 0
    private var saved = 0
    private var isSaving = false
    private var hasLanded = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Where the last document of the quarantine begins, and what it has; nothing before that is looked up.
    ///
    /// Both are kept with the progress: a run that goes on writes the document anew that the one before may have written
    /// just before it ended, so that no record is in two.
    private var recordsFrom: Position
    private var document: [UInt8]?
    /// The first document of the quarantine that was written to, how many were, and how many lines went there.
    private(set) var quarantinePlace: String?
    private(set) var quarantineDocuments = 0
    private(set) var keptLines = 0
    /// How many lines have records that could not be kept.
    private(set) var lostLines = 0
    /// Why nothing can be made durable any more.
    private(set) var failure: TrackingError?

    /// A tracker that goes on where an earlier run ended.
    ///
    /// `secure` makes accepted rows stay; `point` names a row that was refused, where no quarantine takes its line.
    init(
        _ object: ObjectReference,
        _ record: ProgressRecord,
        keeper: ProgressKeeper?,
        quarantine: QuarantineFile?,
        secure: @escaping @Sendable () async throws(SinkError) -> Void,
        point: @escaping @Sendable (Batch, SettledBatch.Refusal) -> Void
    ) {
        self.object = object
        self.keeper = keeper
        self.quarantine = quarantine
        self.secure = secure
        self.point = point
        ledger = Ledger(record)
        durable = record
        recordsFrom = record.recordsFrom
    }

    /// How many batches are not settled, or come after one that is not.
    var unsettled: Int { ledger.unsettled }

    /// Notes that a batch is on its way; its number.
    func open(_ batch: Batch) -> Int { ledger.open(batch) }

    /// Settles a batch, and returns when that is durable, or cannot be made so.
    func settle(_ number: Int, _ batch: Batch, _ outcome: BatchOutcome) async {
        let settled = SettledBatch(batch, outcome, of: object, keepsRecords: quarantine != nil)
        if quarantine == nil { for refusal in settled.refusals { point(batch, refusal) } }
        ledger.settle(number, settled)
        await makeDurable()
    }

    /// Why a batch was stopped, and what becomes of its rows that are pending.
    func stop(of outcome: BatchOutcome) -> BatchOutcome.Stop? {
        guard var stop = outcome.stop, !outcome.pending.isEmpty else { return outcome.stop }
        let advice =
            keeper == nil
            ? "nothing keeps that the rows are there, since RELAY_STATE_URL is not set or the object has no version, so that "
                + "they are undelivered and will be sent again"
            : "the next run asks what became of them before it sends anything"
        stop = .init(reason: "\(stop.reason); \(advice)", hindrance: stop.hindrance)
        return stop
    }

    /// Notes what was said of the rows that an earlier run left as pending.
    func take(accepted: [Range<Position>], pending: [PendingRows]) {
        ledger.take(accepted: accepted, pending: pending)
    }

    /// What is kept as pending, for the next run to ask for.
    var keptPending: [PendingRows] { durable.pending }

    /// Renews the lease until the work is done.
    func keepLease(_ waiting: any Waiting) async {
        while !hasLanded, await waiting.wait(.seconds(5)), !hasLanded, failure == nil {
            if keeper?.isLeaseAging == true { await makeDurable() }
        }
    }

    /// Ends the watch over the lease: nothing is being written when this returns, so that who keeps it can be cancelled.
    func land() async {
        hasLanded = true
        while isSaving { await withCheckedContinuation { waiting.append($0) } }
    }

    /// Several who wait are served by one save.
    private func makeDurable() async {
        guard keeper != nil || ledger.hasClosedRecords else { return }
        wanted += 1
        let mine = wanted
        while saved < mine, failure == nil {
            guard !isSaving else {
                await withCheckedContinuation { waiting.append($0) }
                continue
            }
            isSaving = true
            let covered = wanted
            await save()
            saved = covered
            isSaving = false
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
    }

    /// Makes durable what is settled now; what is settled meanwhile waits for the next time.
    private func save() async {
        var record = ledger.record
        let records = ledger.takeRecords(all: keeper != nil)
        await secureRows()
        await keep(records, isWhole: true)
        guard failure == nil else { return }
        noteDocument(in: &record)
        await keepProgress(record, isLast: false)
    }

    /// Makes everything durable for the last time, and leaves the object to others.
    func finish(isWhole: Bool) async {
        let failedBefore = failure
        var record = ledger.record
        // The next run goes on at the place, and meets again what lies beyond it: that is in a document apart then.
        let settled = keeper == nil ? [] : ledger.takeRecords(all: true)
        ledger.close()
        let open = ledger.takeRecords(all: true)
        await secureRows()
        await keep(settled, isWhole: true)
        noteDocument(in: &record)
        await keep(open, isWhole: isWhole || keeper != nil)
        record.isDone = isWhole && failure == nil
        if case .progress(.lost)? = failure { return }
        // After a failure the place may be ahead of what is kept; then only the lease is given back, by its end.
        guard failedBefore == nil, failure == nil else { return }
        await keepProgress(record, isLast: true)
    }

    private func keepProgress(_ record: ProgressRecord, isLast: Bool) async {
        guard var keeper else { return }
        do throws(ProgressError) { try await keeper.save(record, isLast: isLast) } catch {
            return fail(.progress(error))
        }
        self.keeper = keeper
        durable = record
    }

    private func secureRows() async {
        do throws(SinkError) { try await secure() } catch { fail(.sink(error)) }
    }

    private func keep(_ all: [Ledger.Records], isWhole: Bool) async {
        guard let quarantine else { return }
        for records in all { await keep(records, in: quarantine, isWhole: isWhole) }
    }

    private func keep(_ records: Ledger.Records, in quarantine: QuarantineFile, isWhole: Bool) async {
        guard failure == nil else {
            lostLines += records.lines
            return
        }
        // The records of a line that ends here may all have been kept with its first rows.
        keptLines += records.lines
        guard !records.bytes.isEmpty else { return }
        await confirmLease()
        guard failure == nil else {
            keptLines -= records.lines
            lostLines += records.lines
            return
        }
        do throws(ShelfError) {
            let document = try await begunDocument(quarantine) + records.bytes
            try await quarantine.keep(document, from: recordsFrom, isWhole: isWhole)
            if self.document?.isEmpty ?? true { quarantineDocuments += 1 }
            self.document = document
            quarantinePlace = quarantinePlace ?? quarantine.place(from: recordsFrom)
            guard records.closesDocument else { return }
            recordsFrom = records.end
            self.document = []
        } catch {
            keptLines -= records.lines
            lostLines += records.lines
            // Of a run that was not whole nothing is lost: its lines are relayed again.
            if error.kind != .conflict { fail(.quarantine(error)) }
        }
    }

    /// The last document as it was when progress was kept; another one begins where somebody took it away.
    private func begunDocument(_ quarantine: QuarantineFile) async throws(ShelfError) -> [UInt8] {
        if let document { return document }
        if let begun = try await quarantine.records(from: recordsFrom, length: durable.recordsLength) { return begun }
        recordsFrom = durable.position
        return []
    }

    /// What the next run needs to go on with the last document.
    private func noteDocument(in record: inout ProgressRecord) {
        record.recordsFrom = recordsFrom
        record.recordsLength = document?.count ?? durable.recordsLength
    }

    /// Asks for the lease once more where it has lapsed: who lost it must not write over what its new holder keeps.
    private func confirmLease() async {
        guard keeper?.hasLeaseLapsed == true else { return }
        await keepProgress(durable, isLast: false)
    }

    private func fail(_ error: TrackingError) {
        failure = failure ?? error
    }

    /// What the batches came to, once they have all ended.
    var sums: (tally: Tally, lag: LagHistogram) { (ledger.tally, ledger.lag) }

    /// Everything before this place is settled, which is so many lines.
    var reached: (position: Position, counts: LineCounts) { (ledger.position, ledger.counts) }
}

/// Why what was reached cannot be made durable.
enum TrackingError: Error, CustomStringConvertible {
    case sink(SinkError)
    case quarantine(ShelfError)
    case progress(ProgressError)

    /// Whether it may succeed later.
    var isTemporary: Bool {
        switch self {
        case .sink: true
        case .quarantine(let error): error.kind != .lasting
        case .progress(let error): error.isTemporary
        }
    }

    var description: String {
        switch self {
        case .sink(let error): error.description
        case .quarantine(let error): "lines that cannot be relayed could not be kept: \(error)"
        case .progress(let error): error.description
        }
    }
}
