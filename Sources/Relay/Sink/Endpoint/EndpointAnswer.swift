import HTTP
import JSON

/// What any endpoint says to rows that it may have taken.
struct EndpointAnswer {
    private let answer: MonitorAnswer
    private let document: JSONValue?

    init(_ answer: MonitorAnswer) {
        self.answer = answer
        document = try? JSONValue(parsing: answer.response.body)
    }

    /// Success is what tells of no failure: of all rows together, or of each by itself.
    func verdict(rows: Int, _ requests: MonitorRequests) -> Verdict {
        let answers = document.flatMap(RowAnswers.init)
        let hasFailures = answers?.hasFailures ?? false
        if let answers, answers.count == rows, answer.response.status == 207 || hasFailures {
            return answers.verdict(requests.table, hiding: answer.concealment)
        }
        if answer.response.status == 207 || hasFailures {
            return lost("not with one status for each of the \(rows) rows", requests)
        }
        if let answers, answers.count > 1, answers.count != rows {
            return requests.table.partial("it gave \(answers.count) statuses for \(rows) rows")
        }
        if let document, Self.tellsOfError(document) { return lost("with an error", requests) }
        if let document, Self.tellsOfFailures(document) {
            let words = MonitorWords(answer.response.body, hiding: answer.concealment).quoted
            return requests.table.partial("it tells of rows that it did not take, but not of which\(words)")
        }
        if document == nil, let reason = reasonToDoubt { return lost(reason, requests) }
        return .accepted()
    }

    private func lost(_ reason: String, _ requests: MonitorRequests) -> Verdict {
        let words = MonitorWords(answer.response.body, hiding: answer.concealment)
        return requests.lostAcknowledgement(answer, because: reason + words.quoted)
    }

    /// Why a body that is no JSON cannot be an acknowledgement: a page for people, or JSON that is damaged.
    private var reasonToDoubt: String? {
        let body = answer.response.body
        guard let first = body.first(where: { $0 > 0x20 }) else { return nil }
        let type = answer.response.fields["content-type"]?.lowercased() ?? ""
        if type.hasPrefix("text/html") || Self.isPage(body) { return "with a page for people" }
        let isDamaged = type.contains("json") || first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        return isDamaged ? "with JSON that cannot be read" : nil
    }

    private static func isPage(_ body: [UInt8]) -> Bool {
        guard MonitorWords.isMarkup(body) else { return false }
        let start = String(decoding: body.drop { $0 <= 0x20 }.prefix(14), as: UTF8.self).lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    }

    /// Whether an answer says in one of the usual ways that something went wrong.
    private static func tellsOfError(_ document: JSONValue) -> Bool {
        if document["kind"]?.string?.uppercased() == "ERROR" { return true }
        if document["success"] == .bool(false) || document["ok"] == .bool(false) { return true }
        if let status = document["status"]?.string?.lowercased(), ["error", "failed", "failure"].contains(status) {
            return true
        }
        return ["error", "errors"].contains { document[$0].map(isSomething) ?? false }
    }

    /// Whether an answer counts rows that were not taken, or lists them.
    private static func tellsOfFailures(_ document: JSONValue) -> Bool {
        ["failed", "failures", "rejected", "insertErrors"].contains { document[$0].map(isSomething) ?? false }
    }

    /// Whether a value is more than a way to say that there is none.
    private static func isSomething(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false): false
        case .bool(true): true
        case .string(let text): !text.isEmpty
        case .number(let text): Double(text) != 0
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        }
    }
}
