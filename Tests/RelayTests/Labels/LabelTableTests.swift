import Relay
import Testing

@Suite struct LabelTableTests {
    private static let labels = Labelled("churned,why?", types: "churned:int")

    private static func reason(_ head: String, _ labels: Labelled = labels, isWhole: Bool = true) -> String? {
        switch labels.recognition(head, isWhole: isWhole) {
        case .unusable(let reason)?, .other(let reason)?: reason
        case .table?, nil: nil
        }
    }

    @Test(arguments: [
        ("id,churned", "a,1", "a"), ("EventID,x,churned,why\r\n", "a,b,1,", "a"),
        ("churned,inference_id\n1,b", "1,b", "b"),
        ("customer,churned", "a,1", "a"), (#""id","churned""#, #""a ""b""",1"#, #"a \"b\""#),
        (" id , churned ", "a, 1", "a"),
    ])
    func `the id and the labels are found by the header`(header: String, record: String, id: String) throws {
        let row = try Self.labels.rows(of: record, under: header).first
        #expect(row?.hasPrefix(#"{"id":"\#(id)","churned":1,"why":"#) == true)
    }

    @Test func `the column that was named is the id, whatever else looks like one`() throws {
        let labels = Labelled("y", id: "event_id")
        #expect(try labels.rows(of: "1,2,3", under: "id,event_id,y") == [#"{"event_id":"2","y":"3"}"#])
        #expect(try labels.rows(of: "1,3", under: "id,y") == [#"{"event_id":"1","y":"3"}"#])
        #expect(Self.reason("id,eventId,y", labels)?.contains("several columns that may be the id") == true)
    }

    @Test func `a table that cannot be read says what is missing and what it has`() {
        let missing = Self.reason("id,label\na,1\n")
        #expect(missing?.contains("without the label column 'churned': its header has 'id', 'label'") == true)
        #expect(Self.reason("churned,why")?.contains("without a column for their ids") == true)
        // The first of several columns that are no labels may be a feature.
        #expect(Self.reason("age,plan,churned")?.contains("without a column for their ids") == true)
        #expect(Self.reason("id,churned,churned")?.contains("'churned' twice") == true)
        #expect(Self.reason("churned", Labelled("churned,left"))?.contains("'left'") == true)
    }

    @Test(arguments: ["", "\n", "a,b\n1,2\n", #"{"captureData":{}}"#, "[1]", "\u{0},x", "https 2026-01-01"])
    func `what has nothing to do with labels is none of their tables`(head: String) {
        #expect(Self.labels.recognition(head) == nil)
    }

    @Test func `a header that does not end where it is looked for is told`() {
        let head = "id,churned," + String(repeating: "x", count: 4085)
        #expect(Self.reason(head, isWhole: false)?.contains("longer than 4096 bytes") == true)
        #expect(Self.reason(String(repeating: "x,", count: 2048), isWhole: false) == nil)
    }

    @Test(arguments: [
        ("a,1", LineProblem.Reason.unaligned), ("a,1,b,c", .unaligned), ("a,x,", .refusedValue), (",1,", .missingID),
        ("a,\"1,", .malformedPayload), ("a,\"1\"2,", .malformedPayload), ("a,1,b\rc,2,d", .malformedPayload),
    ])
    func `a record that does not fit its header is refused`(record: String, reason: LineProblem.Reason) {
        #expect(Self.labels.problem(of: record, under: "id,churned,why")?.reason == reason)
    }

    @Test func `bytes that are no text are refused`() {
        let table = Self.labels.table("id,churned")
        #expect(throws: LineProblem.self) { try Self.labels.rows(of: [0x61, 0x2C, 0xFF], table: table) }
    }

    @Test func `quoted cells are read as RFC 4180 has them`() throws {
        let row = try Labelled("y").rows(of: "\"a,b\",\"x\n\"\"y\"\"\"", under: "id,y")
        #expect(row == [#"{"id":"a,b","y":"x\n\"y\""}"#])
    }
}
