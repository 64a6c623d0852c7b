import AWS
import Relay
import Synchronization

/// Sends a message for each object to a queue, several batches at once.
struct QueueFeed {
    /// A batch that came to an end.
    private struct Landing {
        let number: Int
        let count: Int
        let error: QueueError?
    }

    /// The batches that came to an end and were not looked at yet.
    private final class Landings: Sendable {
        private let landed = Mutex<[Landing]>([])

        func add(_ landing: Landing) {
            landed.withLock { $0.append(landing) }
        }

        func take() -> [Landing] {
            landed.withLock { landed in
                defer { landed = [] }
                return landed
            }
        }
    }

    /// As many as are needed to make good use of the time that each is on its way.
    private static let mostBatches = 8

    private let queue: QueueURL
    private let ways: BackfillWays
    private let console: Console
    private let landings = Landings()
    private var pace: Pace
    private var pulse: Pulse
    private var point: ResumePoint
    private var batch = QueueBatch()
    private var lastKey = ""
    private var inFlight = 0
    /// How many batches were looked at whose tasks the group still holds.
    private var finished = 0
    /// Whether a batch failed.
    private var hasFailed = false
    private var cause = BackfillEnding.Cause.end

    /// How many messages SQS took.
    private(set) var sent = 0

    /// A way to a queue, at a rate.
    init(_ queue: QueueURL, rate: Int?, after key: String?, _ ways: BackfillWays, _ console: Console) {
        self.queue = queue
        self.ways = ways
        self.console = console
        pace = Pace(rate, ways.waiting)
        pulse = Pulse(ways.waiting)
        point = ResumePoint(after: key)
    }

    /// Sends what is selected of the list, until its end or until something ends it.
    mutating func run(_ selection: inout Selection) async -> BackfillEnding {
        var feed = self
        var selected = selection
        await withTaskGroup(of: Void.self) { group in
            await feed.send(&selected, &group)
            feed.tellWaiting()
            await group.waitForAll()
            feed.takeLandings()
        }
        self = feed
        selection = selected
        return BackfillEnding(cause: cause, flag: point.flag)
    }

    /// Says what is waited for by somebody who asked to stop.
    private mutating func tellWaiting() {
        takeLandings()
        guard cause == .interruption, inFlight > 0 else { return }
        let flag = point.flag.map { ", and then goes on with \($0)" } ?? ""
        console.write(
            .info, "waiting for what is on its way to SQS; who interrupts once more stops it at once\(flag)")
    }

    private mutating func send(_ selection: inout Selection, _ group: inout TaskGroup<Void>) async {
        while goesOn {
            let page: [ListedObject]
            do throws(FetchError) {
                guard let next = try await ways.list.next() else { break }
                page = next
            } catch {
                if case .interrupted = error { cause = .interruption } else { cause = .failure(error.description) }
                return
            }
            for listed in selection.choose(from: page) {
                await add(listed.object, &group)
                guard goesOn else { return }
            }
            if batch.isEmpty, let last = page.last { point.pass(last.object.key) }
            tell()
        }
        if goesOn, !batch.isEmpty { await launch(&group) }
    }

    /// Whether more may be sent.
    private var goesOn: Bool {
        mutating get {
            if cause == .end, ways.isInterrupted() { cause = .interruption }
            return cause == .end
        }
    }

    private mutating func add(_ object: ObjectReference, _ group: inout TaskGroup<Void>) async {
        let message = ContinuationMessage.text(object)
        if batch.count == pace.most(of: QueueBatch.mostMessages) || !batch.add(message, group: object.uri) {
            await launch(&group)
            guard goesOn else { return }
            _ = batch.add(message, group: object.uri)
        }
        lastKey = object.key
    }

    /// Sends the batch as soon as the pace allows, and there is room for it on the way.
    private mutating func launch(_ group: inout TaskGroup<Void>) async {
        while inFlight >= Self.mostBatches {
            await group.next()
            finished -= 1
            takeLandings()
        }
        if await !pace.wait(for: batch.count), cause == .end { cause = .interruption }
        // What went wrong meanwhile will go wrong again.
        takeLandings()
        // The group holds on to a task that ended until it is asked for it.
        while finished > 0, await group.next() != nil { finished -= 1 }
        guard goesOn else { return }
        let number = point.begin(upTo: lastKey)
        inFlight += 1
        group.addTask { [batch, queue, landings, send = ways.send] in
            do throws(QueueError) {
                try await send(batch, queue)
                landings.add(Landing(number: number, count: batch.count, error: nil))
            } catch {
                landings.add(Landing(number: number, count: batch.count, error: error))
            }
        }
        batch = QueueBatch()
    }

    private mutating func takeLandings() {
        for landing in landings.take() {
            take(landing)
            finished += 1
        }
    }

    private mutating func take(_ landing: Landing) {
        inFlight -= 1
        if let error = landing.error {
            // The first error says what is wrong; those of other batches say the same.
            guard !hasFailed else { return }
            hasFailed = true
            // Whoever asks to stop ends the attempts too; what they came to is told all the same.
            if goesOn { cause = .failure(error.description) } else { console.write(.error, error.description) }
            return
        }
        sent += landing.count
        point.end(landing.number)
        console.progress(ProgressLine.text(point.key ?? "", "\(sent) sent"))
        tell()
    }

    /// Says from time to time how far it is.
    private mutating func tell() {
        guard pulse.isDue(), let flag = point.flag else { return }
        console.write(.info, "\(sent) objects sent so far; to go on behind them: \(flag)")
    }
}
