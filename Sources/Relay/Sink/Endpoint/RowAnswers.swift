import JSON

/// An answer that tells of each row by itself, as to a status 207 or as Elasticsearch does.
struct RowAnswers {
    private struct Item {
        let status: Int
        let value: JSONValue
    }

    private static let lists = ["items", "results", "responses"]
    private static let statuses = ["status", "statusCode", "code", "status_code"]

    private let items: [Item]

    /// The answers in a document; nothing where it has none, or not a status in each.
    init?(_ document: JSONValue) {
        let list = document.elements ?? Self.lists.lazy.compactMap { document[$0]?.elements }.first
        guard let list, !list.isEmpty else { return nil }
        let items = list.compactMap(Self.item)
        guard items.count == list.count else { return nil }
        self.items = items
    }

    /// How many rows it tells of.
    var count: Int { items.count }

    /// Whether one of them was not taken.
    var hasFailures: Bool { !items.allSatisfy { Self.isSuccess($0.status) } }

    /// The verdict on each row.
    func verdict(_ table: VerdictTable, hiding concealment: Concealment) -> Verdict {
        guard hasFailures else { return .accepted() }
        return .mixed(
            items.map { item in
                if Self.isSuccess(item.status) { return .accepted }
                let words = MonitorWords(item.value, hiding: concealment).quoted
                let reason = "\(table.monitor.name) answered \(item.status) for the row\(words)"
                return table.retryStatuses.contains(item.status) ? .retry(reason: reason) : .refused(reason: reason)
            })
    }

    /// An element with its status, which may stand one level deeper: `{"index":{"status":201}}`.
    private static func item(_ value: JSONValue) -> Item? {
        if let status = status(of: value) { return Item(status: status, value: value) }
        guard let members = value.members, members.count == 1, let inner = members.first?.value else { return nil }
        return status(of: inner).map { Item(status: $0, value: inner) }
    }

    private static func status(of value: JSONValue) -> Int? {
        let found = statuses.lazy.compactMap { value[$0]?.plain.flatMap { Int($0) } }.first
        return found.flatMap { (100..<600).contains($0) ? $0 : nil }
    }

    private static func isSuccess(_ status: Int) -> Bool { (200..<300).contains(status) }
}
