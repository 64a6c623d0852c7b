import HTTP
import JSON

/// What Fiddler says to events that it took: the id of each.
struct FiddlerAnswer {
    private let answer: MonitorAnswer
    private let document: JSONValue?

    init(_ answer: MonitorAnswer) {
        self.answer = answer
        document = try? JSONValue(parsing: answer.response.body)
    }

    /// Success is what has an id for each row.
    func verdict(rows: Int, _ requests: MonitorRequests) -> Verdict {
        let error = document?["error"] ?? .null
        let isError = error != .null || document?["kind"]?.string?.uppercased() == "ERROR"
        guard let ids = document?["data"]?["event_ids"]?.elements, !isError else {
            let words = MonitorWords(answer.response.body, hiding: answer.concealment)
            let reason = isError ? "with an error" : "not with the ids of the events"
            return requests.lostAcknowledgement(answer, because: reason + words.quoted)
        }
        // A null in the place of an id is none.
        let given = ids.compactMap(\.plain).filter { !$0.isEmpty }
        guard given.count == rows, ids.count == rows else {
            return requests.table.miscount(rows: rows, ids: given.count)
        }
        return .accepted(Receipt(firstID: given.first, lastID: given.last))
    }
}
