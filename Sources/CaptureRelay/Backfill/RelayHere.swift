import Relay

/// Relays each object from this machine, one after the other.
struct RelayHere {
    /// So many that failed one after the other tell that the next one would too.
    static let mostFailures = 100

    private static let columns = [
        "objects", "skipped", "failed", "lines", "quarantined", "undelivered", "accepted",
    ]

    private let ways: BackfillWays
    private let console: Console
    private var pulse: Pulse
    private var point: ResumePoint
    private var failures = 0
    private var beforeFailures: String?

    /// What became of all objects.
    private(set) var report = Report()
    /// What became of those of each day.
    private(set) var table = DayTable(columns.map { DayTable.Column(title: $0) })

    /// A way to the monitor.
    init(after key: String?, _ ways: BackfillWays, _ console: Console) {
        self.ways = ways
        self.console = console
        pulse = Pulse(ways.waiting)
        point = ResumePoint(after: key)
    }

    /// Relays what is selected of the list, until its end or until something ends it.
    mutating func run(_ selection: inout Selection) async -> BackfillEnding {
        let cause = await relay(&selection)
        return BackfillEnding(cause: cause, flag: point.flag)
    }

    private mutating func relay(_ selection: inout Selection) async -> BackfillEnding.Cause {
        while !ways.isInterrupted() {
            let page: [ListedObject]
            do throws(FetchError) {
                guard let next = try await ways.list.next() else { return .end }
                page = next
            } catch {
                if case .interrupted = error { return .interruption }
                return .failure(error.description)
            }
            for listed in selection.choose(from: page) {
                if ways.isInterrupted() { return .interruption }
                guard await relay(listed) else { return .interruption }
                if failures >= Self.mostFailures {
                    point = ResumePoint(after: beforeFailures)
                    return .failure("\(failures) objects failed one after the other, and so the rest is left alone")
                }
                tell()
            }
            if let last = page.last { point.pass(last.object.key) }
        }
        return .interruption
    }

    /// Relays one object; false where it was interrupted.
    private mutating func relay(_ listed: ListedObject) async -> Bool {
        guard let (store, pipeline) = ways.relaying else { return false }
        var own = Report()
        await pipeline.relay(listed.object, from: store, acceptsQuarantine: false, into: &own)
        let tally = own.total
        table.add(
            [1, own.skipped, own.failed, tally.lines, tally.quarantined, tally.undelivered, tally.accepted],
            at: listed.time)
        report.add(own)
        if own.stops[.interrupted] != nil { return false }
        if failures == 0 { beforeFailures = point.key }
        failures = own.failed > 0 ? failures + 1 : 0
        point.pass(listed.object.key)
        return true
    }

    private mutating func tell() {
        guard pulse.isDue(), let flag = point.flag else { return }
        console.write(.info, "\(report.objects) objects relayed so far; to go on behind them: \(flag)")
    }
}
