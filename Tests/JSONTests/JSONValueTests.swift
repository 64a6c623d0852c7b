import JSON
import TestSupport
import Testing

@Suite struct JSONValueTests {
    @Test func `a text becomes the tree that it says`() throws {
        let value = try JSONValue(parsing: #" {"a":[1.50,-0,1e999,true,false,null],"b":{"\u0063":"\ud83d\ude00\n"}} "#)
        let numbers: [JSONValue] = [.number("1.50"), .number("-0"), .number("1e999"), .bool(true), .bool(false), .null]
        #expect(value["a"] == .array(numbers))
        #expect(value["b"]?["c"]?.string == "😀\n")
        #expect(value.members?.map(\.key) == ["a", "b"])
        #expect(value["a"]?.elements?.count == 6)
    }

    @Test func `the last value of a repeated key counts and both are kept`() throws {
        let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#)
        #expect(value["a"] == .number("3"))
        #expect(value.members?.count == 3)
    }

    @Test func `empty containers stay what they are`() throws {
        #expect(try JSONValue(parsing: "[{},[],\"\"]") == .array([.object([]), .array([]), .string("")]))
    }

    @Test func `a question that does not fit the kind has no answer`() throws {
        let value = try JSONValue(parsing: "[1]")
        #expect(value["a"] == nil)
        #expect(value.string == nil)
        #expect(value.members == nil)
        #expect(JSONValue.null.elements == nil)
    }

    @Test(arguments: ["", "{", "[1,]", "1 2", "NaN", "{}{}", "\u{FEFF}{}"])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: JSONError.self) { try reading([0x22, 0xFF, 0x22]) { try JSONValue(parsing: $0) } }
    }

    @Test func `the deepest tree that is read is let go without overflow`() throws {
        var value = try JSONValue(
            parsing: String(repeating: "[", count: 512) + String(repeating: "]", count: 512))
        var depth = 1
        while let first = value.elements?.first {
            value = first
            depth += 1
        }
        #expect(depth == 512)
    }
}
