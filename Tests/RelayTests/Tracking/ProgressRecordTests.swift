import JSON
import TestSupport
import Testing

@testable import Relay

/// The document that progress is kept in, and which rows are due by it.
@Suite struct ProgressRecordTests {
    private static let object = ObjectReference(bucket: "captures", key: "a \"b\".jsonl", versionID: "v1", etag: "e1")

    private static func full() -> ProgressRecord {
        var record = ProgressRecord()
        record.position = Position(offset: 120, row: 3)
        record.counts.lines = 11
        record.counts.blank = 1
        record.counts.ignored = 2
        record.counts.quarantined = 3
        record.delivered = 4
        record.refusedLines = 1
        record.isLineRefused = true
        record.recordsFrom = Position(offset: 70, row: 1)
        record.accepted = [
            Position(offset: 120, row: 5)..<Position(offset: 200),
            Position(offset: 300)..<Position(offset: 300, row: 9),
        ]
        record.pending = [
            PendingRows(
                rows: Position(offset: 210)..<Position(offset: 220, row: 2), request: "5e0b0f6c-71a5"),
            PendingRows(rows: Position(offset: 400)..<Position(offset: 500), request: "a \"b\""),
        ]
        record.lease = Lease(end: 99, holder: "a/b/\"c")
        record.run = "x-y"
        record.save = 7
        record.time = 1234
        return record
    }

    @Test func `a record is read as it was written`() throws {
        for change: (inout ProgressRecord) -> Void in [
            { _ in }, { $0.isDone = true }, { $0.lease = nil }, { $0.lease?.holder = nil }, { $0.accepted = [] },
            { $0 = ProgressRecord() }, { $0.pending = [] }, { $0.isLineRefused = false },
        ] {
            var record = Self.full()
            change(&record)
            #expect(ProgressRecord(record.document(of: Self.object)) == record)
        }
    }

    @Test func `a record names its object and is one line of JSON`() throws {
        let text = String(decoding: Self.full().document(of: Self.object), as: UTF8.self)
        let json = try JSONValue(parsing: text)
        #expect(json["uri"]?.string == Self.object.uri)
        #expect(json["versionId"]?.string == "v1")
        #expect(text.split(separator: "\n").count == 1 && text.hasSuffix("}\n"))
    }

    @Test func `what a later release adds is left aside`() {
        let text = String(decoding: Self.full().document(of: Self.object), as: UTF8.self)
        let later = text.replacing(#""lines":{"#, with: #""mood":[1],"lines":{"tired":4,"#)
            .replacing(#""lease":{"#, with: #""lease":{"why":{},"#)
        #expect(ProgressRecord(Array(later.utf8)) == Self.full())
    }

    @Test(arguments: [
        (#"{"offset":300,"row":0}"#, #"{"offset":100,"row":0}"#), (#""to":{"offset":200,"row":0}"#, #""to":{}"#),
        (#""to":{"offset":200,"row":0}"#, #""to":{"offset":301,"row":0}"#), (#""time":1234"#, #""time":"x""#),
    ])
    func `a record that makes no sense is none`(part: String, other: String) {
        let text = String(decoding: Self.full().document(of: Self.object), as: UTF8.self)
        #expect(text.contains(part))
        #expect(ProgressRecord(Array(text.replacing(part, with: other).utf8)) == nil)
    }

    @Test func `the rows that are due are those that no range has`() {
        var lot = SeededGenerator(seed: 9)
        for _ in 0..<2000 {
            // Lines of four rows at most at offsets 0, 10, 20 and so on.
            let places = (0..<5).flatMap { line in (0..<5).map { Position(offset: line * 10, row: $0) } }
            let cuts = (0..<Int.random(in: 1...6, using: &lot)).compactMap { _ in places.randomElement(using: &lot) }
            let sorted = Set(cuts).sorted()
            var record = ProgressRecord()
            record.position = sorted[0]
            for index in stride(from: 1, to: sorted.count - 1, by: 2) {
                record.accepted.append(sorted[index]..<sorted[index + 1])
            }
            let resumption = Resumption(record)
            let ranges = [Position.start..<record.position] + record.accepted
            for line in 0..<5 {
                let count = Int.random(in: 1...4, using: &lot)
                let due = resumption.due(of: count, at: line * 10).map { Array($0.joined()) } ?? Array(0..<count)
                let expected = (0..<count).filter { row in
                    !ranges.contains { $0.contains(Position(offset: line * 10, row: row)) }
                }
                #expect(due == expected, "line \(line) of \(count) with \(ranges)")
            }
        }
    }

    @Test func `an object that nothing is known of is due whole`() {
        #expect(Resumption().due(of: 3, at: 0) == nil)
        #expect(Resumption().offset == 0)
    }
}
