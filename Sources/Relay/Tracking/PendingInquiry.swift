import AWS

/// Asks a monitor what became of the rows that an earlier run left with it.
struct PendingInquiry: Sendable {
    /// The rows that the monitor has by now.
    private(set) var accepted: [Range<Position>] = []
    /// The rows of which nothing is known yet.
    private(set) var pending: [PendingRows] = []
    /// Why nothing may be sent before more is known.
    private(set) var stop: BatchOutcome.Stop?
    /// Why rows are sent again, in the monitor's words.
    private(set) var failures: [String] = []

    /// Asks for all requests at once, each until it is at its end or there is no more time.
    init(_ rows: [PendingRows], of sink: any Sink, before deadline: ContinuousClock.Instant?) async {
        let requests = Set(rows.map(\.request))
        let verdicts = await withTaskGroup(of: (String, Verdict).self) { group in
            for request in requests {
                group.addTask { (request, await sink.ending(ofRequest: request, before: deadline)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for request in requests.sorted() {
            guard let verdict = verdicts[request] else { continue }
            take(verdict, on: rows.filter { $0.request.utf8.elementsEqual(request.utf8) })
        }
        accepted.sort { $0.lowerBound < $1.lowerBound }
        pending.sort { $0.rows.lowerBound < $1.rows.lowerBound }
    }

    private mutating func take(_ verdict: Verdict, on rows: [PendingRows]) {
        switch verdict {
        case .accepted: accepted += rows.map(\.rows)
        case .split(let reason), .doubt(let reason), .retry(let reason, _): failures.append(reason)
        // Nobody answers row by row for a request that was pending as a whole.
        case .mixed: failures.append("the answers are of single rows")
        case .pending(_, let reason, let hindrance), .stop(let reason, let hindrance):
            pending += rows
            let words = "\(reason); nothing is sent before it is known what became of rows that an earlier run sent"
            if stop == nil { stop = .init(reason: words, hindrance: hindrance) }
        }
    }
}
