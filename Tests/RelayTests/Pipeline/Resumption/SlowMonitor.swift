import AWS
import Synchronization
import TestSupport

@testable import Relay

/// A monitor that takes rows at once and stores them later, or not, as is drawn by lot; it remembers its requests over
/// runs.
final class SlowMonitor: Sink {
    /// What it was asked to store, and what came of it.
    struct Request: Sendable {
        let ids: [String]
        var isStored: Bool?
    }

    /// How often, in a hundred requests, it does not say in time what became of rows, and how often that is a failure.
    struct Moods: Sendable {
        var pends = 30
        var fails = 10
    }

    private let journal: Journal
    private let refused: Set<String>
    private let moods: Moods
    private let lot: Mutex<SeededGenerator>
    private let requests: Mutex<[String: Request]>

    init(_ journal: Journal, _ requests: [String: Request], refused: Set<String>, _ moods: Moods, seed: UInt64) {
        self.journal = journal
        self.refused = refused
        self.moods = moods
        self.requests = Mutex(requests)
        lot = Mutex(SeededGenerator(seed: seed))
    }

    let layout = BatchLayout.lines

    var ceilings: SinkCeilings { SinkCeilings() }

    func send(_ shipment: Shipment) async -> Verdict {
        for _ in 0..<draw(6) { await Task.yield() }
        let ids = FickleMonitor.ids(in: shipment.body)
        journal.note(.sent(ids))
        let name: String = requests.withLock { requests in
            let name = "request-\(requests.count)"
            requests[name] = Request(ids: ids)
            journal.note(.taken(request: name, ids))
            return name
        }
        return await ending(ofRequest: name, before: nil)
    }

    func ending(ofRequest name: String, before deadline: ContinuousClock.Instant?) async -> Verdict {
        for _ in 0..<draw(6) { await Task.yield() }
        guard let request = requests.withLock({ $0[name] }) else { return .stop(reason: "no \(name)", .lasting) }
        if let isStored = request.isStored { return isStored ? .accepted() : .retry(reason: "not stored") }
        if draw(100) < moods.pends {
            return .pending(request: name, reason: "storing \(name)", draw(2) == 0 ? .deadline : .passing)
        }
        let isBad = request.ids.contains(where: refused.contains)
        let isStored = !isBad && draw(100) >= moods.fails
        requests.withLock { $0[name]?.isStored = isStored }
        if isStored { journal.note(.accepted(request.ids)) }
        journal.note(.ended(request: name, isStored: isStored))
        return isStored ? .accepted() : isBad ? .split(reason: "bad") : .retry(reason: "not stored")
    }

    private func draw(_ bound: Int) -> Int { lot.withLock { Int.random(in: 0..<bound, using: &$0) } }
}
