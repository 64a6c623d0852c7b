import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    @Test func `every byte that JSON does not allow raw is escaped and the others are not`() throws {
        for scalar in (0..<0x180 as Range<UInt32>).compactMap(Unicode.Scalar.init) {
            let text = String(Character(scalar))
            let json = writtenText { $0.appendJSON(text) }
            #expect(try JSONValue(parsing: json) == .string(text))
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            #expect(json.contains("\\") == mustEscape)
        }
    }

    @Test(arguments: [
        ("\u{8}\t\n\u{C}\r\"\\", #"\b\t\n\f\r\"\\"#), ("\u{0}\u{1}\u{B}\u{1F}", #"\u0000\u0001\u000b\u001f"#),
        ("a/b\u{7F}é한😀", "a/b\u{7F}é한😀"), ("", ""),
    ])
    func `the short escapes are used where there are some`(text: String, inside: String) {
        #expect(reading(text) { bytes in writtenText { $0.appendJSONText(bytes) } } == inside)
    }

    @Test func `text goes through a round trip wherever the escape stands`() throws {
        for length in 0...40 {
            for place in 0..<length {
                var text = String(repeating: "x", count: length - 1)
                text.insert("\n", at: text.index(text.startIndex, offsetBy: place))
                let json = writtenText { $0.appendJSON(text) }
                #expect(try JSONValue(parsing: json) == .string(text))
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `random text comes back from Foundation as it was`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // No byte order mark: Foundation drops some of them.
        let letters = Array("ab\"\\/\n\r\t\u{0}\u{1F}\u{7F}é한😀\u{2028}\u{FFFF}".unicodeScalars)
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 0...50, using: &random) {
                if let letter = letters.randomElement(using: &random) { text.unicodeScalars.append(letter) }
            }
            let json = writtenText { $0.appendJSON(text) }
            let read = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? String
            #expect(read.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test func `guarded text escapes control characters as well`() {
        let bytes: [UInt8] = [0x0A, 0x22, 0xED, 0xA0, 0xBD, 0x5C, 0xED, 0x9F, 0xBF]
        let text = reading(bytes) { view in writtenText { $0.appendJSONText(view, hasLoneSurrogate: true) } }
        #expect(text == #"\n\"\ud83d\\"# + "\u{D7FF}")
    }

    @Test func `text that is JSON already keeps its escapes`() {
        let bytes = Array(#"a\n\""#.utf8) + [0xED, 0xBF, 0xBF] + Array("é".utf8)
        let text = reading(bytes) { view in writtenText { $0.appendJSONKeepingEscapes(view) } }
        #expect(text == #"a\n\"\udfffé"#)
    }

    @Test(arguments: [0, -1, 42, Int.max, Int.min])
    func `whole numbers are written in digits`(number: Int) {
        #expect(writtenText { $0.append(decimal: number) } == "\(number)")
    }

    @Test(arguments: [
        ("{ \"a\" : [ 1 ,\r\n\t2 ] }", #"{"a":[1,2]}"#), (#""a b""#, #""a b""#),
        (#"[" \" ", "\\" , "x" ]"#, #"[" \" ","\\","x"]"#),
        (" 1.50 ", "1.50"), (#"{"k y":"v  v\\"}"#, #"{"k y":"v  v\\"}"#), ("", ""), ("[\n]", "[]"),
    ])
    func `compacted JSON has no space but in its strings`(json: String, compact: String) {
        #expect(reading(json) { bytes in writtenText { $0.appendCompacted(bytes) } } == compact)
    }
}
