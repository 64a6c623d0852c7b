import JSON
import Testing

@testable import Relay

/// What is left of a batch when its rows were sent.
@Suite struct SettledBatchTests {
    private static let object = ObjectReference(bucket: "captures", key: "a.jsonl", versionID: "v1")

    /// A batch of one line of rows; those of more than 1000 bytes are left out.
    private static func batch(_ sizes: [Int], origin: LineOrigin? = nil, line: Int = 6) -> Batch {
        var limits = Packer.Limits(rows: .max, bytes: 1000)
        limits.leavesOutLargeRows = true
        limits.keepsSources = true
        var packer = Packer(layout: .lines, limits: limits)
        var source = ByteBuffer()
        source.append(contentsOf: [UInt8](repeating: 0x61, count: line))
        packer.beginLine(4, at: 50, source.bytes, seconds: nil, origin: origin)
        for (row, size) in sizes.enumerated() {
            packer.beginRow()
            packer.buffer.append(contentsOf: [UInt8](repeating: 0x78, count: size))
            packer.endRow(row, isLast: row == sizes.count - 1)
        }
        return packer.take(end: Position(offset: 90), counts: LineCounts())
    }

    private static func settle(
        _ batch: Batch, accepted: [Range<Int>], refused: [(Int, String)] = []
    ) -> SettledBatch {
        var outcome = BatchOutcome()
        outcome.accept(RowSelection(accepted))
        for (row, words) in refused { outcome.refuse(row, reason: words) }
        return SettledBatch(batch, outcome, of: object, keepsRecords: true)
    }

    private static func records(_ settled: SettledBatch) -> [JSONValue] {
        String(decoding: settled.records, as: UTF8.self).split(separator: "\n").compactMap {
            try? JSONValue(parsing: String($0))
        }
    }

    private static func rows(_ record: JSONValue) -> [Int] {
        record["rows"]?.elements?.compactMap { if case .number(let text) = $0 { Int(text) } else { nil } } ?? []
    }

    @Test(arguments: [[10, 20], [10, 2000], [2000], [2000, 10]])
    func `no line of a batch that was never sent is delivered, one with rows left out for their size neither`(
        sizes: [Int]
    ) {
        var ledger = Ledger()
        _ = ledger.open(Self.batch(sizes))
        ledger.close()
        #expect(ledger.tally.delivered == 0)
        #expect(ledger.tally.quarantined == 0)
        #expect(ledger.record.position == .start)
    }

    @Test func `rows that are pending are told by their places`() {
        var outcome = BatchOutcome()
        outcome.accept(RowSelection([1..<2]))
        outcome.pend(RowSelection([0..<1, 2..<4]), request: "r")
        let settled = SettledBatch(Self.batch([2000, 1, 1, 1, 1]), outcome, of: Self.object, keepsRecords: true)
        func rows(_ range: Range<Int>) -> Range<Position> {
            Position(offset: 50, row: range.lowerBound)..<Position(offset: 50, row: range.upperBound)
        }
        #expect(
            settled.pending
                == [PendingRows(rows: rows(1..<2), request: "r"), PendingRows(rows: rows(3..<5), request: "r")])
        #expect(settled.acceptedRanges == [rows(2..<3)])
        #expect(!settled.isWhole)
    }

    @Test func `rows keep their numbers beside one that was left out`() {
        let settled = Self.settle(
            Self.batch([2000, 3000, 1, 1, 1]), accepted: [0..<1], refused: [(1, "bad"), (2, "bad")])
        let records = Self.records(settled)
        #expect(records.map(Self.rows) == [[0, 1], [3, 4]])
        #expect(records.map { $0["reason"]?.string } == ["row-too-large", "refused-by-monitor"])
        #expect(records[0]["detail"]?.string?.contains("2000 bytes") == true)
        #expect(records[0]["detail"]?.string?.contains("3000 bytes") == true)
        #expect(settled.rejected == 4)
        #expect(settled.accepted == 1)
        #expect(settled.isWhole)
        func place(_ row: Int) -> Position { Position(offset: 50, row: row) }
        #expect(settled.acceptedRanges == [place(2)..<place(3)])
    }

    @Test func `rows beside one that was left out are kept as accepted`() {
        let settled = Self.settle(Self.batch([2000, 1, 1]), accepted: [0..<2])
        let gap = Position(offset: 50)
        #expect(settled.acceptedRanges == [.start..<gap, Position(offset: 50, row: 1)..<Position(offset: 90)])
    }

    @Test func `rows of a replayed line keep the numbers of the first time`() {
        let origin = LineOrigin(object: Self.object, line: 77, offset: 990, rows: [3, 8, 9])
        let settled = Self.settle(Self.batch([2000, 1, 1], origin: origin), accepted: [0..<1], refused: [(1, "bad")])
        #expect(Self.records(settled).map(Self.rows) == [[3], [9]])
        #expect(Self.records(settled).map { $0["line"] } == [.number("77"), .number("77")])
    }

    @Test func `a long line with many refused rows is written once`() throws {
        let refused = (0..<100).map { ($0, "row \($0) is bad") }
        let settled = Self.settle(
            Self.batch([Int](repeating: 1, count: 100), line: 100_000), accepted: [], refused: refused)
        #expect(settled.records.count < 102_000)
        let record = try #require(Self.records(settled).first)
        #expect(Self.rows(record) == Array(0..<100))
        #expect(record["detail"]?.string?.hasPrefix("row 0: row 0 is bad; row 1: row 1 is bad; ") == true)
        #expect(record["detail"]?.string?.hasSuffix("; and 90 more") == true)
    }

    @Test func `rows of which nothing is known leave the line open`() {
        let settled = Self.settle(Self.batch([1, 1, 1]), accepted: [0..<1], refused: [(2, "bad")])
        #expect(!settled.isWhole)
        #expect(settled.lines == [.init(offset: 50, hasRefusals: true, isUndelivered: true, isComplete: true)])
    }

    @Test func `a long line is kept once for all the batches that it is in`() throws {
        var limits = Packer.Limits(rows: 1, bytes: 1 << 20)
        limits.keepsSources = true
        var packer = Packer(layout: .lines, limits: limits)
        var source = ByteBuffer()
        source.append(contentsOf: [UInt8](repeating: 0x61, count: 1 << 20))
        packer.beginLine(1, at: 0, source.bytes, seconds: nil)
        var places: Set<Int> = []
        for row in 0..<5 {
            packer.beginRow()
            packer.buffer.append("{}")
            packer.endRow(row, isLast: row == 4)
            let batch = packer.take(end: Position(offset: 0, row: row + 1), counts: LineCounts())
            #expect(batch.sources.count == 0)
            guard let line = batch.line(of: batch.shares[0]) else { continue }
            places.insert(unsafe line.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) })
        }
        #expect(places.count == 1)
    }
}
