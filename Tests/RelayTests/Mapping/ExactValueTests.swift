import Relay
import Testing

/// Values without a type: CSV stays text, JSON keeps its own type and every digit.
@Suite struct ExactValueTests {
    @Test(arguments: [
        "007", "9007199254740993", "1e999", "-0.0", "NaN", "nan", "Infinity", "", " ", " 3 ", "0.30000000000000004",
        "null", "true", "é", "👍🏽", "\u{2028}", "\u{7F}", "a'b", "<a&b>", "=1+1", "/etc/passwd",
    ])
    func `a cell of CSV without a type is the same text`(cell: String) throws {
        #expect(
            try Mapped("a,b", "y").rows(of: Captured.csv("\(cell),x", "1")) == [#"{"a":"\#(cell)","b":"x","y":"1"}"#])
        #expect(try Mapped().rows(of: Captured.csv("\(cell),x", "1")) == [#"{"f0":"\#(cell)","f1":"x","p0":"1"}"#])
    }

    @Test(arguments: [
        "7", "-0.0", "1e999", "1E+2", "9007199254740993", "123456789012345678901234567890", "0.30000000000000004",
        "true", "null", #""007""#, #""é\u00e9\n\/""#, "[1,[2,{}]]", #"{"x":{"y":[]}}"#, #""👍""#, #""\u0000""#,
    ])
    func `a JSON value without a type is written as it stands`(token: String) throws {
        let line = Captured.json(#"{"a": \#(token) , "b":"x"}"#, "[1]")
        #expect(try Mapped("a,b", "y").rows(of: line) == [#"{"a":\#(token),"b":"x","y":1}"#])
    }

    @Test(arguments: [
        ("NaN", "null"), ("-Infinity", "null"), ("[NaN,1]", "[null,1]"), ("[1,-Infinity,Infinity]", "[1,null,null]"),
        (#"{"x":[NaN],"NaN":"Infinity"}"#, #"{"x":[null],"NaN":"Infinity"}"#),
        (#"[ "a \" NaN" , -Infinity ]"#, #"["a \" NaN",null]"#),
    ])
    func `what Python writes for no number is null, at any depth`(token: String, value: String) throws {
        let line = Captured.json(#"{"a":\#(token),"b":"x"}"#, "[1]")
        #expect(try Mapped("a,b", "y").rows(of: line) == [#"{"a":\#(value),"b":"x","y":1}"#])
        let open = try Mapped().rows(of: Captured.json(#"{"a":\#(token)}"#, #"{"y":1,"z":2}"#))
        #expect(open.allSatisfy { !$0.contains(":NaN") && !$0.contains("[NaN") && !$0.contains(",NaN") })
    }

    @Test func `a nested value loses its line breaks and nothing else`() throws {
        let line = Captured.json("{\"a\":{\n  \"x y\": [ 1,\t2 ],\n  \"z\": \" \\\" \"\n},\"b\":1}", "[1]")
        #expect(try Mapped("a", "y").rows(of: line) == [#"{"a":{"x y":[1,2],"z":" \" "},"y":1}"#])
    }

    @Test(arguments: [
        (#""x\ud800y""#, #""x\ud800y""#), (#""x\udc00""#, #""x\udc00""#), (#""\ud83d\udc4d""#, #""👍""#),
        (#""a\u0000b""#, #""a\u0000b""#), (#""tab\there""#, #""tab\there""#), (#""\u2028""#, "\"\u{2028}\""),
    ])
    func `what a line escapes survives in CSV`(data: String, value: String) throws {
        let line = Captured.line(.raw(data, encoding: "CSV"), .csv("1"))
        #expect(try Mapped("a", "y").rows(of: line) == [#"{"a":\#(value),"y":"1"}"#])
    }

    @Test(arguments: [
        (#""{\"a\":\"\\ud800\",\"b\":1}""#, #""\ud800""#), (#""{\"a\":\"\ud800\",\"b\":1}""#, #""\ud800""#),
        (#""{\"a\":[\"\udc00\"],\"b\":1}""#, #"["\udc00"]"#),
        (#""{\"a\":\"\\ud83d\\udc4d\",\"b\":1}""#, #""\ud83d\udc4d""#),
        (#""{\"a\":\"\\u0000\",\"b\":1}""#, #""\u0000""#),
    ])
    func `what a line escapes survives in JSON`(data: String, value: String) throws {
        let line = Captured.line(.raw(data, encoding: "JSON"), .csv("1"))
        #expect(try Mapped("a,b", "y").rows(of: line) == [#"{"a":\#(value),"b":1,"y":"1"}"#])
    }

    @Test func `names with all that JSON escapes are escaped`() throws {
        let rows = try Mapped(#""say ""x""\",é"#, "y").rows(of: Captured.csv("1,2", "3"))
        #expect(rows == [#"{"say \"x\"\\":"1","é":"2","y":"3"}"#])
    }

    @Test(arguments: ["", "__proto__", "a.b", #"q\"q"#, "\u{2028}"])
    func `odd keys are names like others`(key: String) throws {
        #expect(try Mapped().rows(of: Captured.json(#"{"\#(key)":1}"#, "[2]")) == [#"{"\#(key)":1,"p0":2}"#])
    }
}
