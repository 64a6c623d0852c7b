import JSON
import Relay
import Testing

@Suite struct DocumentFormTests {
    private func documents(_ text: String) -> [String] { split(text, form: .documents).map(\.text) }

    @Test(arguments: [
        ("[]", []), ("[ ]\n", []), (#"[{"a":1}]"#, [#"{"a":1}"#]), (#"[{"a":1},{"b":2}]"#, [#"{"a":1}"#, #"{"b":2}"#]),
        ("[\n  {\"a\": 1},\n  {\"b\": 2}\n]\n", [#"{"a": 1}"#, #"{"b": 2}"#]),
        ("{\n \"a\": [\n  1\n ]\n}\n{\n}\n", ["{\n \"a\": [\n  1\n ]\n}", "{\n}"]), ("{}{}", ["{}", "{}"]),
        (#"{"a":"}{]["}{"b":"\"}"}"#, [#"{"a":"}{]["}"#, #"{"b":"\"}"}"#]),
        (#"[{"a":"\\"},{"b":"\\\""}]"#, [#"{"a":"\\"}"#, #"{"b":"\\\""}"#]),
        (#"{"a":{"b":[{"c":[]}]}},{}"#, [#"{"a":{"b":[{"c":[]}]}}"#, "{}"]), ("", []), (" \n\t\r\n", []),
    ])
    func `documents are found between brackets, commas and space`(text: String, found: [String]) {
        #expect(documents(text) == found)
    }

    @Test func `documents know their number and where they stand`() {
        #expect(
            split("[\n {\"a\":1} ,\r\n {}\n]", form: .documents) == [
                SplitLine(number: 1, offset: 3, length: 7, text: #"{"a":1}"#),
                SplitLine(number: 2, offset: 15, length: 2, text: "{}"),
            ])
    }

    @Test(arguments: [
        #"[{"a":"}\"{"},{"b":[1,2]}]"#, "{\n \"a\": \"x\\\\\"\n}\n{\"b\":{}}\n", "{\"a\":1}\ngarbage\n{\"b\":2}",
        #"[{"a":1},{"b":"cut"#, "\u{FEFF}[{\"é\":\"한\"}]", "[{}, {\"long\":[1,2,3,4]}, {}]", "{\"0123\":[[[[[",
    ])
    func `documents are the same wherever the chunks were cut`(text: String) {
        let whole = split(text, form: .documents, limit: 16)
        #expect(!whole.isEmpty)
        for chunks in cuts(of: text) {
            let found = split(chunks, form: .documents, limit: 16)
            #expect(found == whole, "\(chunks.map { String(decoding: $0, as: UTF8.self) })")
        }
    }

    @Test func `a last document that is cut off is handed out as it is`() {
        #expect(documents(#"[{"a":1},{"b":"x"#) == [#"{"a":1}"#, #"{"b":"x"#])
    }

    @Test func `garbage between documents ends with its line`() {
        #expect(documents("{\"a\":1}\nWARN: disk full\n{\"b\":2}\n") == [#"{"a":1}"#, "WARN: disk full", #"{"b":2}"#])
    }

    @Test func `brackets too many are stepped over`() {
        #expect(documents("[[{\"a\":1}]]]\n{\"b\":2}") == [#"{"a":1}"#, #"{"b":2}"#])
        #expect(documents("x}\n{\"b\":2}").last == #"{"b":2}"#)
    }

    @Test func `a document of exactly the limit passes and one byte more does not`() {
        let lines = split(#"[{"a":123},{"a":1234},{}]"#, form: .documents, limit: 9)
        #expect(lines.map(\.isOverLimit) == [false, true, false])
        #expect(lines.map(\.length) == [9, 10, 2])
        #expect(lines.map(\.offset) == [1, 11, 22])
    }
}
