import JSON
import TestSupport
import Testing

@Suite struct JSONStringTests {
    /// The decoded bytes of a string's inside, and whether it has a lone surrogate.
    private func unescaped(_ text: String) -> (bytes: [UInt8], hasLoneSurrogate: Bool) {
        var hasLoneSurrogate = false
        let bytes = written { buffer in reading(text) { hasLoneSurrogate = buffer.appendUnescaped($0) } }
        return (bytes, hasLoneSurrogate)
    }

    @Test(arguments: [
        ("", ""), ("plain", "plain"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u0041"#, "A"),
        (#"\u0000"#, "\u{0}"), (#"\u007f\u0080\u07ff\u0800\uffff"#, "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}"),
        (#"\u00E9\u00e9"#, "éé"), (#"\ud83d\ude00"#, "😀"), (#"\uD800\uDC00\uDBFF\uDFFF"#, "\u{10000}\u{10FFFF}"),
        (#"a\\u0041"#, #"a\u0041"#), (#"\\"#, "\\"), (#"x\\\"y"#, #"x\"y"#), (#"é\n한"#, "é\n한"),
        (#"0123456789abcdef0123456789abcdef\n0123456789abcdef"#, "0123456789abcdef0123456789abcdef\n0123456789abcdef"),
    ])
    func `escapes are resolved`(text: String, meaning: String) {
        let result = unescaped(text)
        #expect(result.bytes == Array(meaning.utf8))
        #expect(!result.hasLoneSurrogate)
    }

    @Test(arguments: [
        #"\ud800"#, #"\udbff"#, #"\udc00"#, #"\udfff"#, #"a\ud83dz"#, #"\ud83d\n"#, #"\ude00\ud83d"#, #"\ud83d\ud83d"#,
        #"\ud83d\u0041"#, #"\udc00\udc00\udc00"#, #"\ud7ff\ud800\ue000"#,
    ])
    func `lone surrogates are kept and written as escapes again`(text: String) throws {
        let result = unescaped(text)
        #expect(result.hasLoneSurrogate)
        let again = reading(result.bytes) { bytes in
            writtenText { $0.appendJSONText(bytes, hasLoneSurrogate: true) }
        }
        #expect(unescaped(again).bytes == result.bytes)
        try scan("\"\(again)\"")
        for escape in text.split(separator: "\\u") where escape.hasPrefix("d8") || escape.hasPrefix("dc") {
            #expect(again.contains("\\u" + escape.prefix(4)))
        }
    }

    @Test func `a high surrogate before a pair is lone and the pair is not`() {
        let result = unescaped(#"\ud83d\ud83d\ude00"#)
        #expect(result.hasLoneSurrogate)
        #expect(result.bytes == [0xED, 0xA0, 0xBD] + Array("😀".utf8))
    }

    @Test func `every code unit that is no surrogate comes back`() {
        for unit in stride(from: 0, through: 0xFFFF, by: 7) where unit & 0xF800 != 0xD800 {
            guard let scalar = Unicode.Scalar(unit) else { continue }
            let digits = String(unit, radix: 16)
            let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            #expect(unescaped(escape).bytes == Array(String(Character(scalar)).utf8))
        }
    }
}
