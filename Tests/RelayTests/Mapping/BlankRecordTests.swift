import Relay
import Testing

/// A blank line between the records of one column may be an empty value, so that nobody can tell the rows.
@Suite struct BlankRecordTests {
    @Test(arguments: [
        "a\n\nc", "a\r\n\r\nc", "a\n\nc\n", "a\n\n\nc", "\"a\"\n\nc", "a\n\n\"c\"", "\"a\"\n\n\"c\"\n",
        "a\r\n\r\n\"c\"\r\n",
    ])
    func `with one column it is quarantined`(records: String) {
        let counted = records.contains("\n\n\n") ? "1\n2\n3\n4" : "1\n2\n3"
        for answer in ["1\n2", counted] {
            #expect(Mapped("x", "y").refusal(of: Captured.csv(records, answer)) == .unaligned)
            #expect(Mapped("y", "x").refusal(of: Captured.csv(answer, records)) == .unaligned)
            #expect(Mapped("", "x").refusal(of: Captured.csv(answer, records)) == .unaligned)
        }
        let words = Mapped("x", "y").problem(of: Captured.csv(records, "1\n2"))?.detail
        #expect(words?.contains("a blank line between its records") == true)
    }

    @Test(arguments: ["1,2\n\n3,4", "1,2\r\n\r\n3,4\r\n", "\n1,2\n\n\n\"3\",4", "1,2\n\n\"3\",4"])
    func `with several columns it is nothing`(records: String) throws {
        let rows = try Mapped("a,b", "y").rows(of: Captured.csv(records, "7\n8"))
        #expect(rows == [#"{"a":"1","b":"2","y":"7"}"#, #"{"a":"3","b":"4","y":"8"}"#])
    }

    @Test(arguments: ["a\r\nc", "a\r\nc\r\n", "\"a\"\r\n\"c\"\r\n", "a\nc\n\n", "a\nc\r\n\r\n", "\na\nc", "a\rc"])
    func `a line break of two characters is no blank line, nor is one before or behind all records`(
        records: String
    ) throws {
        let rows = try Mapped("x", "y").rows(of: Captured.csv(records, "1\n2"))
        #expect(rows == [#"{"x":"a","y":"1"}"#, #"{"x":"c","y":"2"}"#])
    }

    @Test func `a blank line inside of quotes is part of the value`() throws {
        let rows = try Mapped("x", "y").rows(of: Captured.csv("\"a\n\nb\"\nc", "1\n2"))
        #expect(rows == [#"{"x":"a\n\nb","y":"1"}"#, #"{"x":"c","y":"2"}"#])
    }
}
