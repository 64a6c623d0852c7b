import Foundation
import JSON
import Relay
import Testing

/// Rows that become records: one for each line, with its parts apart.
@Suite struct RecordTests {
    private static let layout = BatchLayout(
        head: "[", separator: ",", tail: "]",
        records: RecordLayout(
            pieces: [#"{"request":["#, #"],"response":["#, "]"], idKey: #","scoring_id":""#))

    /// A mapping whose rows are parts.
    private static func mapped(_ inputs: String = "a,b", _ outputs: String = "y") -> Mapped {
        var mapped = Mapped(inputs, outputs)
        mapped.settings.form = .parts
        return mapped
    }

    /// A line of so many rows.
    private static func line(_ id: String, rows: Int, metadata: String = "") -> String {
        Captured.line(
            .csv((0..<rows).map { "\($0),x" }.joined(separator: "\n")),
            .csv((0..<rows).map { "\($0)0" }.joined(separator: "\n")),
            metadata: #""eventId":"\#(id)","inferenceTime":"2026-01-01T01:00:00.25+01:00"\#(metadata)"#)
    }

    /// The batches that lines become.
    private static func batches(
        _ lines: [String], rows: Int = 1000, bytes: Int = 900_000, mapped: Mapped = mapped(), due: [Int]? = nil,
        isReplayed: Bool = true
    ) throws -> [Batch] {
        var mapping = CaptureMapping(mapped.settings)
        mapping.begin(mapped.object)
        var packer = Packer(layout: layout, limits: Packer.Limits(rows: rows, bytes: bytes))
        var batches: [Batch] = []
        for (number, line) in lines.enumerated() {
            var source = ByteBuffer()
            source.append(text: line)
            guard case .rows(let count) = try mapping.read(source.bytes, offset: number * 1000) else { continue }
            packer.beginLine(
                number + 1, at: number * 1000, source.bytes, seconds: nil,
                origin: isReplayed ? due.map { LineOrigin(object: mapped.object, line: 1, offset: 0, rows: $0) } : nil,
                frame: mapping.recordFrame)
            let all = due ?? Array(0..<count)
            for (place, row) in all.enumerated() {
                packer.beginRow()
                try mapping.writeRow(row, into: &packer.buffer)
                packer.endRow(isReplayed ? place : row, isLast: place == all.count - 1)
                while packer.isFull { batches.append(packer.take(end: .start, counts: LineCounts())) }
            }
        }
        if !packer.isEmpty { batches.append(packer.take(end: .start, counts: LineCounts())) }
        return batches
    }

    private static func body(_ batch: Batch, _ ranges: [Range<Int>]? = nil) -> String {
        String(decoding: batch.body(of: RowSelection(ranges ?? [0..<batch.rows])), as: UTF8.self)
    }

    /// What Python's `uuid.uuid5(uuid.NAMESPACE_URL, name)` makes of the names.
    private static let ids = [
        "e-1": "d8e196fe-ce12-5e87-a0d2-a2f3e4c4b23d",
        "e-1-0": "12404c74-42c5-5ac2-8958-19c500914f87",
        "e-1-2": "fb63165b-e089-51ee-b691-7ad4566d1c78",
        "e-1-0-1": "5ca0d45e-7f1d-5a80-8443-ab3e90f135d1",
        "e-1-1-2": "2bb8afb0-9408-568b-b825-f9aeb715b433",
        "e-1-0,2": "a3e873a8-08c0-5c11-a28f-9254ff26cf48",
        "e-2": "4cdc451d-f6ea-5bde-8fe5-39043bd460cc",
    ]

    /// Records in short: the name that their id is made from, and the first values of their rows.
    private static func records(_ body: String) throws -> [String] {
        try (JSONValue(parsing: Array(body.utf8)).elements ?? []).map { record in
            let rows = record["request"]?.elements?.compactMap { $0.elements?.first?.string } ?? []
            let answers = record["response"]?.elements?.compactMap { $0.elements?.first?.string } ?? []
            #expect(answers == rows.map { $0 + "0" })
            let name = ids.first { $0.value == record["scoring_id"]?.string }?.key
            return "\(name ?? "?"): \(rows.joined(separator: " "))"
        }
    }

    @Test func `the rows of a line stand in one record, with the time in UTC and an id of its own`() throws {
        let batches = try Self.batches([Self.line("e-1", rows: 2), Self.line("e-2", rows: 1)])
        let members = #""scoring_timestamp":"2026-01-01T00:00:00.25Z","scoring_id""#
        #expect(
            batches.map { Self.body($0) } == [
                #"[{"request":[["0","x"],["1","x"]],"response":[["00"],["10"]],\#(members):"\#(Self.ids["e-1"] ?? "")"},"#
                    + #"{"request":[["0","x"]],"response":[["00"]],\#(members):"\#(Self.ids["e-2"] ?? "")"}]"#
            ])
    }

    @Test func `a line that does not fit is divided, and each part has an id of its own`() throws {
        let batches = try Self.batches([Self.line("e-1", rows: 3)], rows: 2)
        #expect(try batches.map { try Self.records(Self.body($0)) } == [["e-1-0-1: 0 1"], ["e-1-2: 2"]])
    }

    @Test(arguments: [
        ([0..<4], ["e-1: 0 1 2", "e-2: 0"]), ([1..<4], ["e-1-1-2: 1 2", "e-2: 0"]), ([0..<1], ["e-1-0: 0"]),
        ([0..<1, 2..<3], ["e-1-0: 0", "e-1-2: 2"]), ([3..<4], ["e-2: 0"]), ([0..<3], ["e-1: 0 1 2"]),
    ])
    func `any rows of a batch make whole records`(ranges: [Range<Int>], records: [String]) throws {
        let batches = try Self.batches([Self.line("e-1", rows: 3), Self.line("e-2", rows: 1)])
        #expect(try batches.map { try Self.records(Self.body($0, ranges)) } == [records])
    }

    @Test func `rows of a quarantined line have the ids that they had`() throws {
        let batches = try Self.batches([Self.line("e-1", rows: 3)], due: [2])
        #expect(try batches.map { try Self.records(Self.body($0)) } == [["e-1-2: 2"]])
    }

    @Test(arguments: [
        ([0, 1], ["e-1-0-1: 0 1"]), ([0], ["e-1-0: 0"]), ([1, 2], ["e-1-1-2: 1 2"]),
        ([0, 2], ["e-1-0: 0", "e-1-2: 2"]),
    ])
    func `rows that an earlier run left over have the ids that they had`(due: [Int], records: [String]) throws {
        let batches = try Self.batches([Self.line("e-1", rows: 3)], due: due, isReplayed: false)
        #expect(try batches.map { try Self.records(Self.body($0)) } == [records])
    }

    @Test func `a quarantined line whose rows do not follow each other has an id that tells all of them`() throws {
        let batches = try Self.batches([Self.line("e-1", rows: 3)], due: [0, 2])
        #expect(try batches.map { try Self.records(Self.body($0)) } == [["e-1-0,2: 0 2"]])
    }

    @Test(arguments: [300, 500, 1000, 5000]) func `a body has no more bytes than a batch may have`(limit: Int) throws {
        let lines = (0..<40).map { Self.line("e-\($0)", rows: $0 % 7 + 1) }
        let bodies = try Self.batches(lines, bytes: limit).map { Self.body($0) }
        #expect(bodies.allSatisfy { $0.utf8.count <= limit })
        #expect(try bodies.flatMap { try Self.records($0) }.count >= 40)
        // Nor much less: records are counted with what they have.
        #expect(bodies.dropLast().allSatisfy { $0.utf8.count > limit - limit / 10 - 300 })
    }

    @Test func `columns about the capture are a part of their own`() throws {
        var mapped = Mapped("a", "y", metadata: "source=object.bucket", timestamp: TimestampColumn(name: "t"), id: "id")
        mapped.settings.form = .parts
        #expect(mapped.settings.aboutCapture == ["t", "source", "id"])
        #expect(
            try mapped.rows(of: Captured.csv("1", "2")) == [
                "[\"1\"]\n[\"2026-01-01T00:00:00Z\",\"captures\",\"e-1\"]\n[\"2\"]"
            ])
    }

    @Test(arguments: [
        (#","customAttributes":["a=b","response_time=460"]"#, #","response_time":460"#),
        (#","customAttributes":["response_time=12.5"]"#, #","response_time":12.5"#),
        (#","customAttributes":["response_time=soon"]"#, ""), (#","customAttributes":["response_time=-1"]"#, ""),
        (#","customAttributes":"response_time=1""#, ""), ("", ""),
    ])
    func `how long the answer took is told only if the capture says so`(metadata: String, member: String) throws {
        let body = try Self.batches([Self.line("e-1", rows: 1, metadata: metadata)]).map { Self.body($0) }[0]
        #expect(body.contains(#"00.25Z"\#(member),"scoring_id""#))
    }

    @Test func `a line without a time makes no record`() {
        let line = Captured.line(.csv("1,x"), .csv("2"), metadata: #""eventId":"e-1""#)
        #expect(Self.mapped().refusal(of: line) == .unreadableTime)
    }

    @Test func `without an id of its own a line has that of its place`() throws {
        let line = Captured.line(.csv("1,x"), .csv("10"), metadata: #""inferenceTime":"2026-01-01T00:00:00Z""#)
        let body = try Self.batches([line, line]).map { Self.body($0) }[0]
        let ids = try JSONValue(parsing: Array(body.utf8)).elements?.compactMap { $0["scoring_id"]?.string } ?? []
        #expect(Set(ids).count == 2)
        #expect(try body == Self.batches([line, line]).map { Self.body($0) }[0])
    }
}
