import TestSupport
import Testing

@testable import JSON

@Suite struct PlainNumberTests {
    @Test(arguments: [
        "0", "7", "12", "-12", "100", "9007199254740993", "1234567890123456", "12345678901234567",
        "1234567890123456789012345678901", "-123456789012345678901234567890",
    ])
    func `whole numbers`(text: String) {
        #expect(form(text) == .whole)
    }

    @Test(arguments: [
        "0.5", "-0.5", "3.50", "-0", "-0.0", "0.0", "10.01", "0.12345678901234567", "123456789012345.6",
        "1234567890123456.7", "12345678901234567.8",
    ])
    func `numbers with a point, and a negative zero`(text: String) {
        #expect(form(text) == .decimal)
    }

    @Test(arguments: [
        "", "-", ".", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.2.3", "1e5", "1E5", "0x1", " 1", "1 ", "1-", "--1",
        "1-2", "abc", "NaN", "-Infinity", "/1", ":1", "1:", "1/2", "00.5", "-00.5", "1..2", "12345678901234567 ",
        "1234567890123456e", "0.1234567890123456.", "12345678901234567890123456789012",
    ])
    func `what JSON has not, or writes otherwise`(text: String) {
        #expect(form(text) == .no)
    }

    @Test func `short texts are judged as the grammar judges them`() throws {
        let grammar = try Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")
        var random = SeededGenerator(seed: 11)
        for length in 1...34 {
            for _ in 0..<300 {
                var text = (0..<length).map { _ in "0123456789".randomElement(using: &random) ?? "0" }
                for _ in 0..<Int.random(in: 0...2, using: &random) {
                    text[Int.random(in: 0..<length, using: &random)] = "00.-e+ ".randomElement(using: &random) ?? "0"
                }
                let isShort = length - (text[0] == "-" ? 1 : 0) < 32
                let isNumber = String(text).wholeMatch(of: grammar) != nil && isShort
                #expect((form(String(text)) != .no) == isNumber, "\(String(text))")
            }
        }
    }

    @Test func `a number that is stepped over ends where its grammar ends it`() throws {
        let grammar = try Regex("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
        var random = SeededGenerator(seed: 12)
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...36, using: &random)
            var text = (0..<length).map { _ in "0123456789".randomElement(using: &random) ?? "0" }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                text[Int.random(in: 0..<length, using: &random)] = "00.-e+,]".randomElement(using: &random) ?? "0"
            }
            let number = String(text).prefixMatch(of: grammar).map { String(String(text)[$0.range]) }
            for tail in [",", "]", " ", "}"] {
                // A number that the grammar ends early is none for the scanner either, which looks for what must follow.
                let isWhole = number.map { "\($0)\(tail)".count == length + 1 } ?? false
                let read = try? elements(of: "[\(String(text))\(tail == "]" ? "" : "\(tail),0")]")
                if isWhole, tail == "]" { #expect(read == [number ?? ""], "\(String(text))") }
                if number == nil { #expect(read == nil, "\(String(text))") }
            }
        }
    }

    private func elements(of text: String) throws -> [String] {
        try reading(text) { bytes in
            var tree = JSONTree()
            try tree.read(bytes)
            return (1...Int(tree[0].count)).map { bytes.slice(Int(tree[$0].start), Int(tree[$0].end)).text }
        }
    }

    /// What follows must not count, as long as it does not go on like a number.
    private func form(_ text: String) -> Bytes.PlainNumber {
        let forms = [0x2C, 0x22, 0x0A, 0x7D].map { trap in
            reading(Array(text.utf8), before: UInt8(trap)) { $0.plainNumber }
        }
        #expect(forms.allSatisfy { $0 == forms[0] })
        return forms[0]
    }
}
