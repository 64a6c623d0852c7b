import JSON
import TestSupport
import Testing

/// Reads a whole text as one value.
func scan(_ text: String, readsNonFinite: Bool = false) throws {
    try reading(text) { bytes in
        var scanner = JSONScanner(bytes, readsNonFinite: readsNonFinite)
        try scanner.skipValueAlone()
    }
}

/// What is wrong with a text, if something is.
func fault(in text: String, readsNonFinite: Bool = false) -> JSONError.Fault? {
    do {
        try scan(text, readsNonFinite: readsNonFinite)
        return nil
    } catch {
        return (error as? JSONError)?.fault
    }
}

extension JSONScanner {
    /// Reads one value with white space around it and nothing else.
    mutating func skipValueAlone() throws(JSONError) {
        skipSpace()
        try skipValue()
        try expectEnd()
    }
}

@Suite struct JSONScannerTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "0.5", "-0.5", "0e1", "1e5", "1E5", "1e+5", "1e-05",
        "1.25E-3", "123456789012345678901234567890", "1e999", #""""#, #""a""#, "\"\u{7F}\"", "\"\u{2028}\"",
        #""\"\\\/\b\f\n\r\t""#, #""\u0000\u00e9\uD83D\uDE00""#, #""\ud800""#, "[]", "[ ]", "{}", "{ }", "[1]",
        "[1,2]", "[[],[]]", #"{"a":1}"#, #"{"":0}"#, #"{"a":{"b":[]},"a":2}"#, " 1 ", "\t[\r\n1 , 2\n]\n",
        "{ \"a\" : [ 1 , { } ] , \"b\" : null }",
    ])
    func `JSON is read`(text: String) throws {
        try scan(text)
    }

    @Test(arguments: [
        ("01", JSONError.Fault.trailing), ("-01", .trailing), ("00", .trailing), ("1.", .truncated),
        ("[1.]", .number), (".5", .unexpected(0x2E)), ("+1", .unexpected(0x2B)), ("-", .truncated), ("[-]", .number),
        ("-a", .number), ("- 1", .number), ("1e", .truncated), ("1e+", .truncated), ("[1e+]", .number),
        ("1.e1", .number), ("0x10", .trailing), ("1_000", .trailing), ("1 2", .trailing), ("NaN", .literal),
        ("Infinity", .literal), ("-Infinity", .literal), ("nul", .truncated), ("nulL", .literal),
        ("True", .unexpected(0x54)), ("truee", .trailing), ("falsE", .literal), ("undefined", .unexpected(0x75)),
        ("\"a\nb\"", .controlCharacter), ("\"\u{0}\"", .controlCharacter), ("\"a\u{1F}\"", .controlCharacter),
        ("\"\\n\u{9}\"", .controlCharacter), (#""\x""#, .escape), (#""\'""#, .escape), (#""\U0041""#, .escape),
        (#""\u12G4""#, .escape), (#""\u 123""#, .escape), (#""\u+123""#, .escape), (#""\u12"#, .truncated),
        (#""a"#, .truncated), (#""a\"#, .truncated), (#""a\""#, .truncated), ("'a'", .unexpected(0x27)),
        ("a", .unexpected(0x61)), ("[", .truncated), ("]", .unexpected(0x5D)), ("[1", .truncated), ("[1,", .truncated),
        ("[1,]", .unexpected(0x5D)), ("[,1]", .unexpected(0x2C)), ("[1 2]", .unexpected(0x32)),
        ("[1}", .unexpected(0x7D)), ("{", .truncated), ("}", .unexpected(0x7D)), (#"{"a"}"#, .unexpected(0x7D)),
        (#"{"a":}"#, .unexpected(0x7D)), (#"{"a":1,}"#, .unexpected(0x7D)), (#"{,"a":1}"#, .unexpected(0x2C)),
        (#"{"a" 1}"#, .unexpected(0x31)), ("{a:1}", .unexpected(0x61)), ("{1:1}", .unexpected(0x31)),
        (#"{"a":1]"#, .unexpected(0x5D)), (#"{"a":1"b":2}"#, .unexpected(0x22)), (#"{"a"::1}"#, .unexpected(0x3A)),
        ("[]]", .trailing), ("{}{}", .trailing), ("", .truncated), (" ", .truncated), ("\u{B}1", .unexpected(0x0B)),
        ("\u{C}1", .unexpected(0x0C)), ("1\u{0}", .trailing), ("[1\u{0}]", .unexpected(0)),
        ("\u{FEFF}1", .unexpected(0xEF)), ("\u{A0}1", .unexpected(0xC2)), ("// c\n1", .unexpected(0x2F)),
        ("[1]/**/", .trailing),
    ])
    func `what RFC 8259 does not allow is refused with the reason`(text: String, reason: JSONError.Fault) {
        #expect(fault(in: text) == reason)
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")])
    func `512 levels are read and one more is refused`(opening: String, closing: String) throws {
        let levels = opening.filter { $0 == "[" || $0 == "{" }.count
        func nested(_ times: Int) -> String {
            String(repeating: opening, count: times) + "1" + String(repeating: closing, count: times)
        }
        try scan(nested(512 / levels))
        #expect(fault(in: "[" + nested(512 / levels) + "]") == .depth)
    }

    @Test func `closing brackets are matched at every depth`() throws {
        var closing = ""
        var text = ""
        for level in 0..<512 {
            text += level % 3 == 0 ? #"{"k":"# : "["
            closing = (level % 3 == 0 ? "}" : "]") + closing
        }
        try scan(text + "0" + closing)
        for place in stride(from: 0, to: closing.count, by: 37) {
            var brackets = Array(closing)
            brackets[place] = brackets[place] == "]" ? "}" : "]"
            #expect(fault(in: text + "0" + String(brackets)) == .unexpected(brackets[place] == "]" ? 0x5D : 0x7D))
        }
    }

    @Test func `a text that ends too early is truncated wherever it was cut`() {
        let sample = Array(#" {"a":[1.5e-3,true,"x\u00e9\n\\",{"b":null,"":false}],"c":-0.25e+10} "#.utf8)
        for end in 0..<sample.count - 1 {
            #expect(fault(in: String(decoding: sample[..<end], as: UTF8.self)) == .truncated, "cut at byte \(end)")
        }
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity", "[NaN,-Infinity]", #"{"a":Infinity}"#])
    func `Python's numbers beyond JSON are read on demand`(text: String) throws {
        try scan(text, readsNonFinite: true)
    }

    @Test(arguments: ["-NaN", "nan", "NAN", "Inf", "+Infinity", "NaN1", "Infinit", "--Infinity"])
    func `other spellings of them are refused all the same`(text: String) {
        #expect(fault(in: text, readsNonFinite: true) != nil)
    }

    @Test func `an error names the byte and prints as a phrase`() throws {
        let error = try #require(throws: JSONError.self) { try scan(#"{"a":tru}"#) }
        #expect(error.offset == 5)
        #expect(error.description == "the JSON holds a word that is not true, false or null (byte 5)")
    }

    @Test func `a key and its value are stepped over with the space around them`() throws {
        try reading(#"{ "a" : "x" , "b":[1, {"c":2}]}rest"#) { bytes in
            var scanner = JSONScanner(bytes)
            var keys: [String] = []
            var hasMore = try scanner.entersObject()
            while hasMore {
                let key = try scanner.key()
                keys.append(bytes.slice(key.start, key.end).text)
                try scanner.skipValue()
                hasMore = try scanner.hasNextMember()
            }
            #expect(keys == ["a", "b"])
            #expect(bytes.slice(scanner.position, bytes.count).text == "rest")
        }
    }

    @Test func `a literal is taken only where exactly that comes next`() {
        reading(#""data":  1"#) { bytes in
            var scanner = JSONScanner(bytes)
            let isShorter = scanner.takes("\"dat\":")
            let isLonger = scanner.takes("\"data\":  1 and more than there is")
            let isExact = scanner.takes("\"data\":")
            #expect([isShorter, isLonger, isExact] == [false, false, true])
            #expect(scanner.next == 0x31)
        }
    }
}
