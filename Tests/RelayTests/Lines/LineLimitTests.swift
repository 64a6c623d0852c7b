import JSON
import Relay
import Testing

@Suite struct LineLimitTests {
    @Test(arguments: ["\n", "\r\n"])
    func `a line of exactly the limit passes and one byte more does not`(lineBreak: String) {
        let text = "0123456789\(lineBreak)01234567890\(lineBreak)x\(lineBreak)"
        let lines = split(text, limit: 10)
        #expect(lines.map(\.isOverLimit) == [false, true, false])
        #expect(lines.map(\.length) == [10, 11, 1])
        #expect(lines.map(\.text) == ["0123456789", "", "x"])
    }

    @Test func `a last line without a line break has the same limit`() {
        #expect(split("a\n0123456789", limit: 10).last?.text == "0123456789")
        let over = SplitLine(number: 2, offset: 2, length: 11, text: "", isOverLimit: true)
        #expect(split("a\n01234567890", limit: 10).last == over)
    }

    @Test func `a line that has begun is known though its bytes are gone`() {
        var splitter = LineSplitter(limit: 3)
        var isInside: [Bool] = []
        for chunk in ["", "abc", "defg", "h", "\nx", "\n"] {
            splitter.buffer.append(text: chunk)
            while splitter.next() != nil {}
            splitter.makeRoom()
            isInside.append(splitter.isInsideLine)
        }
        #expect(isInside == [false, true, true, true, true, false])
    }

    @Test func `a line over the limit is counted once and the next is found`() {
        let long = String(repeating: "x", count: 95)
        let lines = split(Array("a\n\(long)\nb\n".utf8).map { [$0] }, limit: 10)
        #expect(
            lines == [
                SplitLine(number: 1, offset: 0, length: 1, text: "a"),
                SplitLine(number: 2, offset: 2, length: 95, text: "", isOverLimit: true),
                SplitLine(number: 3, offset: 98, length: 1, text: "b"),
            ])
    }

    @Test(arguments: [LineSplitter.Form.lines, .documents])
    func `memory stays small however long a line is`(form: LineSplitter.Form) {
        let chunk = [UInt8](repeating: 0x5B, count: 1000)
        var most = 0
        let lines = split([[UInt8(ascii: "{")]] + Array(repeating: chunk, count: 2000), form: form, limit: 10_000) {
            splitter in
            most = max(most, splitter.buffer.allocated)
        }
        #expect(lines.map(\.length) == [2_000_001])
        #expect(lines.map(\.isOverLimit) == [true])
        #expect(most < 30_000)
    }

    @Test func `memory stays small however many lines there are`() {
        var most = 0
        let chunk = Array(String(repeating: "0123456789\n", count: 100).utf8)
        let lines = split(Array(repeating: chunk, count: 200), limit: 100) { most = max(most, $0.buffer.allocated) }
        #expect(lines.count == 20_000)
        #expect(most < 5000)
    }
}
