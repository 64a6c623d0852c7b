import HTTP
import JSON

/// What Fiddler says to events that it took: the id of each.
struct FiddlerAnswer {
    private let answer: MonitorAnswer
    private let ids: EventIDs?

    init(_ answer: MonitorAnswer) {
        self.answer = answer
        var body = ByteBuffer(capacity: answer.response.body.count)
        body.append(contentsOf: answer.response.body)
        ids = EventIDs(body.bytes)
    }

    /// Success is what has an id for each row.
    func verdict(rows: Int, _ requests: MonitorRequests) -> Verdict {
        guard let ids, ids.isThere, !ids.isError else {
            let words = MonitorWords(answer.response.body, hiding: answer.concealment)
            let reason = ids?.isError == true ? "with an error" : "not with the ids of the events"
            return requests.lostAcknowledgement(answer, because: reason + words.quoted)
        }
        guard ids.count == rows, ids.elements == rows else {
            return requests.table.miscount(rows: rows, ids: ids.count)
        }
        return .accepted(Receipt(firstID: ids.firstID, lastID: ids.lastID))
    }
}
