import JSON
import Relay
import Testing

@Suite struct LineSplitterTests {
    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]), ("\n", [""]),
        ("\n\na\n\n", ["", "", "a", ""]), ("\r\n\r\n", ["", ""]), ("a\rb\n", ["a\rb"]), ("a\r\r\n", ["a\r"]),
        (" \n\t\n", [" ", "\t"]), ("\u{FEFF}a\nb", ["a", "b"]), ("\u{FEFF}", []), ("a\n\u{FEFF}b", ["a", "\u{FEFF}b"]),
        ("\u{FEFF}\u{FEFF}a", ["\u{FEFF}a"]), ("é\n한\n", ["é", "한"]), ("a\u{0}b\n", ["a\u{0}b"]),
        ("a\u{2028}b\u{85}c\n", ["a\u{2028}b\u{85}c"]),
    ])
    func `text is split at line feeds`(text: String, lines: [String]) {
        #expect(split(text).map(\.text) == lines)
    }

    @Test func `lines know their number, their offset and their length`() {
        #expect(
            split("\u{FEFF}ab\r\n\nc\nd") == [
                SplitLine(number: 1, offset: 3, length: 2, text: "ab"),
                SplitLine(number: 2, offset: 7, length: 0, text: ""),
                SplitLine(number: 3, offset: 8, length: 1, text: "c"),
                SplitLine(number: 4, offset: 10, length: 1, text: "d"),
            ])
    }

    @Test(arguments: [
        "", "a\nbb\nccc", "a\r\n\r\nbb\r\n", "\u{FEFF}a\nb\n", "\n\n\n", "a\rb\r\nc", "\u{FEFF}", "é\n한\n😀",
        "0123456789\n012345678901\r\n\n0123456789\r\nx", "01234567890123\n0", "0123456789\r\n0123456789\r",
        "a\n012345678901234",
    ])
    func `lines are the same wherever the chunks were cut`(text: String) {
        let whole = split(text, limit: 10)
        for chunks in cuts(of: text) {
            let lines = split(chunks, limit: 10)
            #expect(lines == whole, "\(chunks.map { String(decoding: $0, as: UTF8.self) })")
        }
    }

    @Test func `an offset is where the line stands in the text`() {
        let text = "\u{FEFF}one\r\n\r\ntwo\n three\n\nfour"
        for line in split(text) {
            let bytes = Array(text.utf8)[line.offset..<line.offset + line.length]
            #expect(String(decoding: bytes, as: UTF8.self) == line.text)
        }
    }

    @Test func `nothing is handed out while its end has not been read`() {
        var splitter = LineSplitter(limit: 100)
        splitter.buffer.append("ab")
        let early = splitter.next() == nil
        splitter.buffer.append("c\nd")
        let line = splitter.next()?.bytes.text
        let late = splitter.next() == nil
        splitter.isComplete = true
        let last = splitter.next()?.bytes.text
        #expect([early, late] == [true, true])
        #expect([line, last] == ["abc", "d"])
    }

    @Test func `what was handed out makes room and the head is what was not`() {
        var splitter = LineSplitter(limit: 100)
        splitter.buffer.append("abc\nde")
        _ = splitter.next()
        splitter.makeRoom()
        let left = [splitter.buffer.bytes.text, splitter.head.text]
        #expect(left == ["de", "de"])
    }
}
