import JSON

/// One object on its way: reads, turns the crank of `Conversion`, delivers, and settles the accounts.
struct ObjectRelay: ~Copyable {
    /// How long after the inference rows were accepted.
    private(set) var lag = LagHistogram()

    private let object: ObjectReference
    private let sink: any Sink
    private let quarantine: (any Quarantine)?
    private let settings: PipelineSettings
    private let log: any Log
    private var work: Conversion
    private var failure: String?
    private var stop: Stop?
    private var isTemporary = false
    private var skipReason: String?
    private var isQuarantineLost = false

    init(
        _ object: ObjectReference,
        sink: any Sink,
        quarantine: (any Quarantine)?,
        settings: PipelineSettings,
        log: any Log
    ) {
        self.object = object
        self.sink = sink
        self.quarantine = quarantine
        self.settings = settings
        self.log = log
        work = Conversion(object, Self.options(settings, sink, quarantine), log: log)
    }

    private static func options(
        _ settings: PipelineSettings,
        _ sink: any Sink,
        _ quarantine: (any Quarantine)?
    ) -> Conversion.Options {
        Conversion.Options(
            mapping: settings.mapping,
            layout: sink.layout,
            batchRows: settings.batchRows,
            batchBytes: settings.batchBytes,
            lineLimit: settings.lineLimit,
            keepsQuarantine: quarantine != nil
        )
    }

    /// Relays the object from its first byte to its last.
    ///
    /// Where it cannot be read any further, what came before is delivered all the same.
    mutating func relay(from store: any ObjectStore, acceptsQuarantine: Bool) async {
        guard !Interruption.isRequested else {
            failure = "interrupted before it was read"
            stop = .interrupted
            return
        }
        guard !settings.isOutOfTime else {
            failure = "no time was left to begin it"
            stop = .outOfTime
            return
        }
        do throws(ObjectError) {
            if let body = await open(from: store, acceptsQuarantine) {
                while try await deliverReady(), hasTime(), await fill(body) {}
            }
            if work.lines.isCutOff { failure = "it ends inside of its JSON array; it was cut off. Fetch it again" }
            if failure != nil, skipReason == nil {
                _ = try await deliverReady()
                work.breakOff()
            }
            try await deliverRest()
        } catch {
            if failure == nil { isTemporary = error.isTemporary }
            failure = failure ?? error.description
        }
        await finish()
    }

    /// Opens the object and reads enough to tell what it is; nothing where there is nothing to relay.
    private mutating func open(from store: any ObjectStore, _ acceptsQuarantine: Bool) async -> (any ObjectBody)? {
        let source: any ObjectBody
        do { source = try await store.open(object) } catch {
            work.tally.retries = error.retries
            fail(error)
            return nil
        }
        let body = InflatingBody(source, uri: object.uri, limit: settings.inflateLimit)
        while work.lines.head.count < 4096, !work.lines.isComplete {
            guard await fill(body) else { break }
        }
        work.lines.skipByteOrderMark()
        // Always so many, however the chunks were cut, so that the same object is always the same kind.
        let head = work.lines.head.slice(0, min(work.lines.head.count, 4096))
        switch ObjectKind.recognise(head) {
        case .captures(let form):
            work.lines.form = form
        case .quarantine where acceptsQuarantine:
            work.holdsQuarantine = true
            work.lines.form = ObjectKind.form(of: head)
        case .quarantine:
            skipReason = "it holds lines that this program quarantined; replay the file by its name to try them again"
        case .other(let reason):
            skipReason = reason
        }
        return skipReason == nil && failure == nil ? body : nil
    }

    /// Whether another chunk may be taken.
    private mutating func hasTime() -> Bool {
        guard settings.isOutOfTime else { return true }
        failure = outOfTime
        stop = .outOfTime
        return false
    }

    private var outOfTime: String {
        "out of time after line \(work.tally.lines); raise the function's time-out, or capture into smaller objects"
    }

    /// Takes another chunk; false where the object broke off.
    private mutating func fill(_ body: any ObjectBody) async -> Bool {
        work.lines.makeRoom()
        defer { work.tally.retries = body.retries }
        do { work.lines.isComplete = try await body.read(into: &work.lines.buffer) == 0 } catch {
            fail(error)
            return false
        }
        work.tally.bytes = body.bytesRead
        log.progress(object, bytes: work.tally.bytes, lines: work.tally.lines)
        return true
    }

    /// Notes why the object cannot be read any further; one that was overwritten has an event of its own by now.
    private mutating func fail(_ error: FetchError) {
        if case .superseded = error {
            skipReason = "it was overwritten since; a newer version has its own event"
            return
        }
        failure = error.description
        isTemporary = error.isTemporary
        if case .interrupted = error {
            stop = .interrupted
        } else if error.isOutOfTime || isTemporary && settings.isOutOfTime {
            failure = "\(error); \(outOfTime)"
            stop = .outOfTime
        }
    }

    /// Maps what has been read and delivers what is ready; true when more bytes are needed.
    private mutating func deliverReady() async throws(ObjectError) -> Bool {
        while true {
            switch work.advance() {
            case .bytes: return true
            case .nothing: return false
            case .quarantine: try await keepQuarantined()
            case .delivery: try await deliver()
            }
        }
    }

    /// Delivers what is left in the open batch.
    private mutating func deliverRest() async throws(ObjectError) {
        while work.packer.rows > 0 { try await deliver() }
        try await keepQuarantined()
    }

    /// Delivers the open batch; what was quarantined before must be safe by then.
    private mutating func deliver() async throws(ObjectError) {
        try await keepQuarantined()
        let body = work.packer.close()
        let shipment = Shipment(body: body.array, rows: work.packer.rows)
        if case .stop(let reason, let hindrance) = await sink.send(shipment) { throw .stopped(reason, hindrance) }
        settle()
        work.packer.startNext()
    }

    private mutating func settle() {
        let now = Timestamp.now.seconds
        work.tally.batches += 1
        work.tally.accepted += work.packer.rows
        for share in work.packer.shares {
            if share.isComplete { work.tally.delivered += 1 }
            if let seconds = share.seconds { lag.add(seconds: now - seconds, rows: share.rows) }
        }
    }

    private mutating func keepQuarantined() async throws(ObjectError) {
        guard let quarantine, work.quarantined.count > 0 else { return }
        do { try await quarantine.keep(work.quarantined.bytes, of: object) } catch {
            isQuarantineLost = true
            throw .quarantine(error)
        }
        work.quarantined.removeAll(keepingAtMost: 1 << 20)
    }

    /// Makes everything durable, and says what there is to say once.
    private mutating func finish() async {
        do { try await sink.secure() } catch {
            if failure == nil { isTemporary = true }
            failure = failure ?? error.description
        }
        await finishQuarantine()
        if work.unnamedPointers > 0 {
            log.write(.warning, "\(object.uri): \(Count(work.unnamedPointers, "more line")) quarantined")
        }
        if let line = work.repeatedIDs.firstLine {
            let lines = Count(work.repeatedIDs.count, "line")
            log.write(.warning, "\(object.uri): \(lines) repeat the id of a line before, the first is line \(line)")
        }
    }

    /// The records of a run that did not come to its end do not take the place of those of an earlier one.
    private mutating func finishQuarantine() async {
        guard let quarantine, work.recorded > 0 else { return }
        let isWhole = failure == nil && !work.wasInterrupted
        do {
            guard let path = try await quarantine.finish(object, isWhole: isWhole) else { return }
            let lines = Count(work.recorded, "line")
            if !isQuarantineLost { log.write(.warning, "\(object.uri): \(lines) quarantined in \(path)") }
        } catch {
            isQuarantineLost = true
            failure = failure ?? error.description
        }
    }

    /// What became of the object.
    func report() -> ObjectReport {
        var tally = work.tally
        if isQuarantineLost {
            tally.quarantined -= work.recorded
            tally.undelivered += work.recorded
        }
        tally.undelivered += work.mapped - tally.delivered
        tally.undeliveredRows = tally.rows - tally.accepted
        let isBegun = tally.accepted > 0
        func report(_ outcome: ObjectReport.Outcome, _ reason: String? = nil) -> ObjectReport {
            ObjectReport(uri: object.uri, outcome: outcome, reason: reason, tally: tally)
        }
        func broken(_ reason: String, by stop: Stop?) -> ObjectReport {
            var report = report(isBegun ? .partial : .failed, reason)
            report.stop = stop
            report.isTemporary = isTemporary || stop != nil
            return report
        }
        guard tally.isTrue else { return report(.failed, "the counts of its lines do not add up; please report this") }
        // Bytes that broke off at once do not tell what the object is.
        if let skipReason, failure == nil { return report(.skipped, skipReason) }
        if let failure { return broken(failure, by: stop) }
        if work.wasInterrupted { return broken("interrupted after line \(tally.lines)", by: .interrupted) }
        if let reason = reasonForQuarantineLimit(tally) { return report(.failed, reason) }
        if let reason = reasonForIgnoring(tally) { return report(.skipped, reason) }
        if tally.undelivered > 0 { return report(isBegun ? .partial : .failed, "some of its lines were not delivered") }
        return report(.delivered)
    }

    private func reasonForQuarantineLimit(_ tally: Tally) -> String? {
        guard tally.lines > 0, Double(tally.quarantined) > settings.quarantineLimit * Double(tally.lines) else {
            return nil
        }
        return
            "\(tally.quarantined) of \(Count(tally.lines, "line")) quarantined, more than RELAY_QUARANTINE_LIMIT allows"
    }

    /// An object with lines of another kind alone is no capture object.
    private func reasonForIgnoring(_ tally: Tally) -> String? {
        guard tally.ignored > 0, tally.ignored + tally.blank == tally.lines, work.ignoredReasons.count == 1 else {
            return nil
        }
        return work.ignoredReasons.keys.first.map { "all its lines are of another kind: \($0)" }
    }
}

/// A number with its noun, such as "1 line" or "2 lines".
private struct Count: CustomStringConvertible {
    let description: String

    init(_ number: Int, _ noun: String) {
        description = "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
