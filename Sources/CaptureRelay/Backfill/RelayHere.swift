import Relay

/// Relays each object from this machine, one after the other or several at once.
struct RelayHere {
    /// What became of an object.
    private struct Landing {
        let number: Int
        let time: Int
        let report: Report
    }

    private typealias Landings = TaskGroup<Landing>

    /// So many that failed one after the other tell that the next one would too.
    static let mostFailures = 100

    private static let columns = [
        "objects", "skipped", "failed", "lines", "quarantined", "undelivered", "accepted",
    ]

    private let mostAtOnce: Int
    private let ways: BackfillWays
    private let console: Console
    private var pulse: Pulse
    private var point: ResumePoint
    private var inFlight = 0
    private var failures = 0
    private var beforeFailures: ResumePoint
    private var cause = BackfillEnding.Cause.end

    /// What became of all objects.
    private(set) var report = Report()
    /// What became of those of each day.
    private(set) var table = DayTable(columns.map { DayTable.Column(title: $0) })

    /// A way to the monitor, for so many objects at once.
    init(parallel: Int, after key: String?, _ ways: BackfillWays, _ console: Console) {
        mostAtOnce = parallel
        self.ways = ways
        self.console = console
        pulse = Pulse(ways.waiting)
        point = ResumePoint(after: key)
        beforeFailures = point
    }

    /// Relays what is selected of the list, until its end or until something ends it.
    mutating func run(_ selection: inout Selection) async -> BackfillEnding {
        var here = self
        var selected = selection
        await withTaskGroup(of: Landing.self) { group in
            await here.relay(&selected, &group)
            while let landing = await group.next() { here.take(landing) }
        }
        self = here
        selection = selected
        let hasOnlyFailures = failures >= Self.mostFailures
        return BackfillEnding(cause: cause, flag: hasOnlyFailures ? beforeFailures.flag : point.flag)
    }

    private mutating func relay(_ selection: inout Selection, _ group: inout Landings) async {
        while goesOn {
            let page: [ListedObject]
            do throws(FetchError) {
                guard let next = try await ways.list.next() else { return }
                page = next
            } catch {
                if case .interrupted = error { cause = .interruption } else { cause = .failure(error.description) }
                return
            }
            for listed in selection.choose(from: page) {
                while inFlight >= mostAtOnce, let landing = await group.next() { take(landing) }
                guard goesOn else { return }
                launch(listed, &group)
            }
            if let last = page.last { point.pass(last.object.key) }
            tell()
        }
    }

    /// Whether more may be begun.
    private var goesOn: Bool {
        mutating get {
            if cause == .end, ways.isInterrupted() { cause = .interruption }
            return cause == .end
        }
    }

    private mutating func launch(_ listed: ListedObject, _ group: inout Landings) {
        guard let relaying = ways.relaying else { return }
        let number = point.begin(upTo: listed.object.key)
        inFlight += 1
        group.addTask {
            let (store, pipeline) = relaying()
            var report = Report()
            await pipeline.relay(listed.object, from: store, acceptsQuarantine: false, into: &report)
            return Landing(number: number, time: listed.time, report: report)
        }
    }

    private mutating func take(_ landing: Landing) {
        inFlight -= 1
        let own = landing.report
        let tally = own.total
        table.add(
            [1, own.skipped, own.failed, tally.lines, tally.quarantined, tally.undelivered, tally.accepted],
            at: landing.time)
        report.add(own)
        guard own.stops[.interrupted] == nil else {
            if cause == .end { cause = .interruption }
            return
        }
        if failures == 0 { beforeFailures = point }
        point.end(landing.number)
        // What was begun before it was plain that all fails is counted, but no sign that it does not.
        guard failures < Self.mostFailures else { return }
        failures = own.failed > 0 ? failures + 1 : 0
        if failures == Self.mostFailures, cause == .end {
            cause = .failure("\(failures) objects failed one after the other, and so the rest is left alone")
        }
        tell()
    }

    private mutating func tell() {
        guard pulse.isDue(), let flag = point.flag else { return }
        console.write(.info, "\(report.objects) objects relayed so far; to go on behind them: \(flag)")
    }
}
