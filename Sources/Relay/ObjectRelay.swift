import AWS
import HTTP
import JSON

/// One object on its way: reads, turns the crank of `Conversion`, sends batches, and settles the accounts.
struct ObjectRelay: ~Copyable {
    let object: ObjectReference
    let ends: PipelineEnds
    let settings: PipelineSettings
    /// What the object is about, and with it the sink and what that has refused so far.
    var matter = Matter.inferences
    var sink: any Sink
    var streak: RefusalStreak
    private let pointers: LinePointers
    var work: Conversion
    private var confirmed: ObjectReference
    /// What is left of the object after this run delivered some of it, if there is a message for it.
    private(set) var rest: ObjectRest?
    var ending = ObjectEnding()
    /// What earlier runs kept of the object.
    private var kept = ProgressRecord()

    init(_ object: ObjectReference, _ ends: PipelineEnds, _ settings: PipelineSettings) {
        self.object = object
        confirmed = object
        self.ends = ends
        self.settings = settings
        sink = ends.sink
        streak = ends.streak
        pointers = LinePointers(ends.log)
        work = Conversion(object, Self.options(ends.sink, ends, settings), pointers: pointers)
    }

    static func options(
        _ sink: any Sink, _ ends: PipelineEnds, _ settings: PipelineSettings
    ) -> Conversion.Options {
        let ceilings = sink.ceilings
        var limits = Packer.Limits(
            rows: min(settings.batchRows, ceilings.rows ?? .max), bytes: min(settings.batchBytes, 1 << 40))
        limits.leavesOutLargeRows = ceilings.limitsRows
        limits.keepsSources = ends.quarantine != nil && (ceilings.refusesRows || ceilings.limitsRows)
        return Conversion.Options(
            mapping: settings.mapping, layout: sink.layout, limits: limits, lineLimit: settings.lineLimit,
            keepsQuarantine: ends.quarantine != nil)
    }

    /// What leads to the sink of what the object is about.
    private func makeDelivery() -> Delivery {
        Delivery(
            to: sink, budget: settings.retryBudget, deadline: settings.deliversUntil, streak: streak, log: ends.log,
            waiting: settings.waiting)
    }

    /// Relays the object from its first byte, or from where an earlier run ended, to its last.
    ///
    /// Where it cannot be read any further, what came before is delivered all the same.
    mutating func relay(from store: any ObjectStore, acceptsQuarantine: Bool) async {
        guard mayBegin(), let body = await open(from: store, acceptsQuarantine), ending.skipReason == nil,
            let tracker = await begin(body)
        else { return }
        let start = await tracker.reached.position
        let pending = await tracker.keptPending
        await deliver(body, tracker)
        await tracker.finish(isWhole: ending.failure == nil && ending.skipReason == nil && !work.wasInterrupted)
        await ending.take(tracker)
        let end = await tracker.reached
        let hasNews = await tracker.keptPending != pending
        let isFurther = ending.hasAccepted || end.position > start || hasNews
        if settings.progress != nil, await tracker.failure == nil, isFurther {
            rest = ObjectRest(of: confirmed, behind: end.counts.lines, at: end.position)
        }
        await tell(tracker)
    }

    private mutating func mayBegin() -> Bool {
        if Interruption.isRequested {
            ending.fail("interrupted before it was read", by: .interrupted)
        } else if settings.isOutOfTime {
            ending.fail(
                "no time was left to begin it; raise the function's time-out, or let fewer objects come at once",
                by: .outOfTime)
            rest = ObjectRest(untouched: object)
        }
        return ending.failure == nil
    }

    /// Opens the object and reads enough to tell what it is; nothing where it cannot be opened.
    private mutating func open(from store: any ObjectStore, _ acceptsQuarantine: Bool) async -> InflatingBody? {
        let source: any ObjectBody
        do { source = try await store.open(object) } catch {
            work.tally.retries = error.retries
            fail(error)
            return nil
        }
        confirmed = source.confirmed(object)
        let body = InflatingBody(source, uri: object.uri, limit: settings.inflateLimit)
        while work.lines.head.count < ObjectKind.headLength, !work.lines.isComplete {
            guard await fill(body) else { break }
        }
        work.lines.skipByteOrderMark()
        return recognise(acceptsQuarantine) ? body : nil
    }

    /// Takes the lease on the object, and goes to where an earlier run ended; nothing where there is nothing to do.
    private mutating func begin(_ body: InflatingBody) async -> Tracker? {
        var keeper: ProgressKeeper?
        var record = ProgressRecord()
        if let progress = settings.progress, let version = body.version {
            var mine = ProgressKeeper(progress.about(matter), object, version: version)
            do throws(ProgressError) { record = try await mine.acquire() } catch {
                ending.fail("\(object.uri): \(error)", isTemporary: error.isTemporary)
                return nil
            }
            if let warning = mine.warning { ends.log.write(.warning, warning) }
            keeper = mine
        }
        work.resume(record)
        kept = record
        if record.delivered > 0 || !record.accepted.isEmpty { streak.recall() }
        guard !record.isDone else {
            let quarantined = record.counts.quarantined + record.refusedLines
            let rest = quarantined > 0 ? ", but for \(Count(quarantined, "line")) that it quarantined" : ""
            ends.log.write(.info, "\(object.uri): an earlier run delivered it\(rest); --again sends it once more")
            return nil
        }
        if record.position > .start { await goOn(at: record, body) }
        return tracker(record, keeper)
    }

    private func tracker(_ record: ProgressRecord, _ keeper: ProgressKeeper?) -> Tracker {
        Tracker(
            object, record, keeper: keeper,
            quarantine: ends.quarantine.map { QuarantineFile(shelf: $0, object: object) },
            secure: { [sink] () throws(SinkError) in try await sink.secure() },
            point: { [pointers, object] batch, refusal in
                let share = batch.shares[refusal.share]
                let origin = batch.origin(of: share)
                pointers.point(
                    to: origin?.line ?? share.line, row: origin?.rows?[refusal.row] ?? refusal.row,
                    at: origin?.offset ?? share.offset, of: origin?.object ?? object, refusal.problem)
            })
    }

    /// Goes on reading where an earlier run ended; what cannot be jumped over is read and left aside.
    private mutating func goOn(at record: ProgressRecord, _ body: InflatingBody) async {
        let place = record.position.offset
        ends.log.write(.info, "\(object.uri): going on after line \(record.counts.lines), where an earlier run ended")
        guard work.lines.form != .documents, place > work.lines.position + work.lines.head.count else { return }
        do throws(FetchError) {
            if try await body.seek(to: place) { work.lines.goOn(at: place, after: record.counts.lines) }
        } catch {
            fail(error)
        }
    }

    /// Reads, maps and sends until the object ends or something ends the work.
    private mutating func deliver(_ body: InflatingBody, _ tracker: Tracker) async {
        await withTaskGroup(of: Flight.Landing.self) { group in
            var flight = Flight(
                makeDelivery(), tracker, lease: settings.keepsLease ? settings.waiting : nil, &group)
            await askForPending(tracker)
            guard !ending.isStopped else { return await flight.land(&ending, &group) }
            var isBroken = ending.failure != nil
            while true {
                let need = work.advance()
                if need == .nothing { break }
                if need == .captures {
                    guard await searchCaptures(body, &isBroken) else { break }
                    continue
                }
                if need == .delivery {
                    await flight.makeRoom(mostAtOnce: mostAtOnce, &ending, &group)
                    await flight.send(work.takeBatch(), &ending, &group)
                    guard ending.stop == nil, !ending.isStopped, hasTime() else { break }
                } else if isBroken {
                    work.breakOff()
                } else {
                    isBroken = !hasTime()
                    if !isBroken { isBroken = await !fill(body) }
                }
            }
            if work.lines.isCutOff {
                ending.fail("it ends inside of its JSON array; it was cut off. Fetch it again")
            }
            if work.hasRest {
                await flight.makeRoom(mostAtOnce: mostAtOnce, &ending, &group)
                await flight.send(work.takeBatch(), &ending, &group)
            }
            await flight.land(&ending, &group)
        }
    }

    /// Asks for what an earlier run left with the monitor; nothing is sent before all of it is known.
    private mutating func askForPending(_ tracker: Tracker) async {
        guard !kept.pending.isEmpty else { return }
        let requests = Count(Set(kept.pending.map(\.request)).count, "request")
        ends.log.write(.info, "\(object.uri): asking for \(requests) that an earlier run left with the monitor")
        let inquiry = await PendingInquiry(kept.pending, of: sink, before: settings.deliversUntil)
        for reason in inquiry.failures { ends.log.write(.warning, "\(object.uri): rows are sent again: \(reason)") }
        kept.accepted = (kept.accepted + inquiry.accepted).united
        kept.pending = inquiry.pending
        await tracker.take(accepted: inquiry.accepted, pending: inquiry.pending)
        work.resume(kept)
        if !inquiry.accepted.isEmpty { streak.recall() }
        if let stop = inquiry.stop { ending.take(stop) }
    }

    /// Until the monitor has accepted something, one batch tells whether it does.
    private var mostAtOnce: Int {
        streak.hasAccepted ? min(settings.concurrency, sink.ceilings.concurrency ?? .max) : 1
    }

    /// Whether another chunk or batch may be taken.
    mutating func hasTime() -> Bool {
        guard settings.isOutOfTime else { return true }
        ending.fail(outOfTime, by: .outOfTime)
        return false
    }

    private var outOfTime: String {
        "out of time after line \(work.tally.lines); raise the function's time-out, or capture into smaller objects"
    }

    /// Takes another chunk; false where the object broke off.
    mutating func fill(_ body: InflatingBody) async -> Bool {
        work.lines.makeRoom()
        defer { work.tally.retries = body.retries }
        do { work.lines.isComplete = try await body.read(into: &work.lines.buffer) == 0 } catch {
            fail(error)
            return false
        }
        work.tally.bytes = body.bytesRead
        ends.log.progress(object, bytes: work.tally.bytes, lines: work.tally.lines)
        return true
    }

    /// Notes why the object cannot be read any further; one that was overwritten has an event of its own by now.
    private mutating func fail(_ error: FetchError) {
        if case .superseded = error {
            ending.skipReason = "it was overwritten since; a newer version has its own event"
        } else if case .interrupted = error {
            ending.fail(error.description, by: .interrupted)
        } else if error.isOutOfTime || error.isTemporary && settings.isOutOfTime {
            ending.fail("\(error); \(outOfTime)", by: .outOfTime)
        } else {
            ending.fail(error.description, isTemporary: error.isTemporary)
        }
    }

    /// Says what there is to say once.
    private func tell(_ tracker: Tracker) async {
        if let place = await tracker.quarantinePlace {
            let lines = Count(await tracker.keptLines, "line")
            let others = await tracker.quarantineDocuments - 1
            let rest = others > 0 ? " and \(Count(others, "document")) beside it whose names begin alike" : ""
            ends.log.write(.warning, "\(object.uri): \(lines) quarantined in \(place)\(rest)")
        }
        if pointers.unnamed > 0 {
            ends.log.write(.warning, "\(object.uri): \(Count(pointers.unnamed, "more line")) quarantined")
        }
        if let count = work.ignoredReasons[matter.strayReason] {
            ends.log.write(.warning, "\(object.uri): \(Count(count, "line")) ignored: \(matter.strayReason)")
        }
        if let line = work.repeatedIDs.firstLine {
            let lines = Count(work.repeatedIDs.count, "line")
            ends.log.write(
                .warning, "\(object.uri): \(lines) repeat the id of a line before, the first is line \(line)")
        }
    }

    /// What became of the object, and how long after the inference its rows were accepted.
    func report() -> (object: ObjectReport, lag: LagHistogram) {
        var ending = ending
        if work.wasInterrupted { ending.fail("interrupted after line \(work.tally.lines)", by: .interrupted) }
        let report = ending.report(
            object, work.tally, mapped: work.mapped, ignoredReasons: work.ignoredReasons,
            quarantineLimit: settings.quarantineLimit)
        return (report, ending.lag)
    }
}
