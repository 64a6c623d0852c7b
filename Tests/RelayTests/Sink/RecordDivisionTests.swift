import AWS
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Relay

/// Records that are refused together are divided first by record, and only one that stands alone by its rows.
@Suite struct RecordDivisionTests {
    private static let layout = BatchLayout(
        head: "[", separator: ",", tail: "]",
        records: RecordLayout(pieces: [#"{"rows":["#, #"],"answers":["#, "]"], idKey: #","id":""#))

    /// Lines of so many rows in one batch; a row is the number of its line.
    private static func batch(_ lines: [Int]) -> Batch {
        var packer = Packer(layout: layout, limits: Packer.Limits(rows: .max, bytes: 1 << 30))
        for (number, rows) in lines.enumerated() {
            packer.beginLine(
                number + 1, at: number * 10, packer.buffer.bytes, seconds: nil,
                frame: RecordFrame(name: "line-\(number)", members: "", rows: rows))
            for row in 0..<rows {
                packer.beginRow()
                packer.buffer.append(text: "[\(number)]\n[\(row)]")
                packer.endRow(row, isLast: row == rows - 1)
            }
        }
        return packer.take(end: Position(offset: lines.count * 10), counts: LineCounts())
    }

    /// A monitor that refuses what it has already, and rows of certain lines.
    private final class Shelf: Sink {
        let layout = RecordDivisionTests.layout
        let ceilings = SinkCeilings()
        let refused: Set<String>
        private let stored: Mutex<[String: String]>

        init(having ids: [String] = [], refusing lines: Set<String> = []) {
            stored = Mutex(Dictionary(uniqueKeysWithValues: ids.map { ($0, "") }))
            refused = lines
        }

        /// The rows that came in, by the ids of their records.
        var taken: [String: String] { stored.withLock { $0.filter { !$0.value.isEmpty } } }

        func send(_ shipment: Shipment) async -> Verdict {
            guard let records = try? JSONValue(parsing: shipment.body).elements else {
                return .stop(reason: "", .lasting)
            }
            #expect(records.count == shipment.records)
            return stored.withLock { stored in
                var new = stored
                for record in records {
                    let id = record["id"]?.string ?? ""
                    let rows = record["rows"]?.elements?.compactMap { $0.elements?.first?.plain } ?? []
                    if stored[id] != nil {
                        return records.count == 1 ? .accepted(Receipt(remark: "is there")) : .split(reason: "is there")
                    }
                    if rows.contains(where: refused.contains) { return .split(reason: "is bad") }
                    new[id] = rows.joined()
                }
                stored = new
                return .accepted()
            }
        }
    }

    private static func deliver(
        _ lines: [Int], to shelf: Shelf, hasAccepted: Bool = true, log: PipelineRig.Log = PipelineRig.Log()
    ) async -> BatchOutcome {
        let streak = RefusalStreak()
        if hasAccepted { streak.accept() }
        let delivery = Delivery(
            to: shelf, budget: .zero, deadline: nil, streak: streak, log: log, waiting: NoWaiting())
        return await delivery.deliver(batch(lines))
    }

    private static func id(_ line: Int) -> String { RecordFrame(name: "line-\(line)", members: "", rows: 0).id }

    @Test(arguments: [true, false]) func `what is there already is not sent again in parts`(hasAccepted: Bool) async {
        let shelf = Shelf(having: [Self.id(1), Self.id(4)])
        let log = PipelineRig.Log()
        let outcome = await Self.deliver([3, 5, 1, 2, 4, 7], to: shelf, hasAccepted: hasAccepted, log: log)
        // In the monitor's words, once.
        #expect(log.lines.filter { $0.level == .warning }.map(\.message) == ["is there"])
        #expect(outcome.stop == nil && outcome.refused.isEmpty)
        #expect(outcome.acceptedRows == 22)
        #expect(
            shelf.taken == [
                Self.id(0): "000", Self.id(2): "2", Self.id(3): "33", Self.id(5): "5555555",
            ])
    }

    @Test func `a record at fault alone is divided by its rows`() async {
        let shelf = Shelf(refusing: ["1"])
        let outcome = await Self.deliver([2, 3, 2], to: shelf)
        #expect(outcome.refused.map(\.row) == [2, 3, 4])
        #expect(outcome.accepted == [0..<2, 5..<7])
        #expect(shelf.taken == [Self.id(0): "00", Self.id(2): "22"])
    }
}
