import JSON
import Testing

struct StringProtocolContainsTests {
    @Test(arguments: [
        ("abc", "", true), ("", "", true), ("abc", "a", true), ("abc", "bc", true), ("aaab", "aab", true),
        ("abc", "d", false), ("ab", "abc", false), ("", "a", false), ("abab", "abb", false),
        // Byte by byte: a mark behind a letter does not hide the letter.
        ("key=e\u{301}", "key=e", true), ("\u{E9}", "e\u{301}", false),
    ])
    func `Text is found byte by byte`(text: String, wanted: String, isThere: Bool) {
        #expect(text.contains(wanted) == isThere)
        #expect(Substring(text).contains(wanted) == isThere)
    }
}
