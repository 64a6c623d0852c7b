import AWS
import Synchronization
import TestSupport

@testable import Relay

/// A monitor that refuses certain rows, and whose mood is drawn by lot for each request.
final class FickleMonitor: Sink {
    /// How often, in a hundred requests, it asks to come again, says nothing after it took the rows, or wants no more.
    struct Moods: Sendable {
        var retries = 10
        var lostAnswers = 0
        var stops = 0
        var answersForEach = 50
    }

    let layout: BatchLayout
    private let refused: Set<String>
    private let moods: Moods
    private let journal: Journal
    private let lot: Mutex<SeededGenerator>

    init(_ journal: Journal, refused: Set<String>, _ moods: Moods, layout: BatchLayout = .lines, seed: UInt64) {
        self.journal = journal
        self.refused = refused
        self.moods = moods
        self.layout = layout
        lot = Mutex(SeededGenerator(seed: seed))
    }

    var ceilings: SinkCeilings { SinkCeilings() }

    private func draw(_ bound: Int) -> Int { lot.withLock { Int.random(in: 0..<bound, using: &$0) } }

    func send(_ shipment: Shipment) async -> Verdict {
        for _ in 0..<draw(6) { await Task.yield() }
        let ids = Self.ids(in: shipment.body)
        guard ids.count == shipment.rows else { return .stop(reason: "the body has \(ids.count) rows", .lasting) }
        if draw(100) < moods.stops { return .stop(reason: "no more today", .passing) }
        if draw(100) < moods.retries { return .retry(reason: "busy") }
        journal.note(.sent(ids))
        guard ids.contains(where: refused.contains) else {
            journal.note(.accepted(ids))
            for _ in 0..<draw(6) { await Task.yield() }
            return draw(100) < moods.lostAnswers ? .retry(reason: "the answer was lost") : .accepted()
        }
        guard draw(100) < moods.answersForEach else { return .split(reason: "one of them is bad") }
        var taken: [String] = []
        let verdicts = ids.map { id -> Verdict.RowVerdict in
            if refused.contains(id) { return .refused(reason: "bad") }
            if draw(100) < moods.retries { return .retry(reason: "busy") }
            taken.append(id)
            return .accepted
        }
        if !taken.isEmpty { journal.note(.accepted(taken)) }
        return .mixed(verdicts)
    }

    /// The ids of rows, which are the last column of each.
    static func ids(in body: [UInt8]) -> [String] {
        String(decoding: body, as: UTF8.self).split(separator: "\n").compactMap { row in
            row.split(separator: #""id":""#).last?.split(separator: "\"").first.map(String.init)
        }
    }
}
