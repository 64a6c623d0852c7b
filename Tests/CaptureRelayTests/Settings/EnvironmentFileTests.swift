import Testing

@testable import CaptureRelay

@Suite struct EnvironmentFileTests {
    @Test(arguments: [
        ("", [:]), ("\n\n", [:]), ("# only a comment", [:]), ("   # indented", [:]),
        ("A=1", ["A": "1"]), ("A=1\nB=2\n", ["A": "1", "B": "2"]), ("A=1\r\nB=2\r\n", ["A": "1", "B": "2"]),
        ("  A =  1  ", ["A": "1"]), ("export A=1", ["A": "1"]), ("export\tA=1", ["A": "1"]), ("A=", ["A": ""]),
        ("A=\"1 2\"", ["A": "1 2"]), ("A='1 2'", ["A": "1 2"]), ("A=\" 1 \"", ["A": " 1 "]), ("A=\"\"", ["A": ""]),
        ("A=\"1\" # why", ["A": "1"]), ("A='\"city, state\",age'", ["A": "\"city, state\",age"]),
        ("A=age,\"city, state\"", ["A": "age,\"city, state\""]), ("A=b=c", ["A": "b=c"]), ("A=b#c", ["A": "b#c"]),
        ("A=\"b #c\"", ["A": "b #c"]), ("A=C:\\n", ["A": "C:\\n"]), ("A=$B", ["A": "$B"]), ("_a1=x", ["_a1": "x"]),
        ("\u{FEFF}A=1", ["A": "1"]), ("A=ä", ["A": "ä"]),
    ])
    func `A file is read`(text: String, values: [String: String]) {
        let file = EnvironmentFile(Array(text.utf8))
        #expect(file.problems == [])
        #expect(file.values == values)
    }

    @Test(arguments: [
        ("A", 1, EnvironmentFileProblem.Fault.noEqualsSign), ("\n\nA B", 3, .noEqualsSign), ("=1", 1, .notAName),
        ("1A=1", 1, .notAName), ("A-B=1", 1, .notAName), ("set A=1", 1, .notAName), ("Ä=1", 1, .notAName),
        ("#\r\nA=\"1", 2, .openQuote), ("A='", 1, .openQuote), ("A=\"a\",b", 1, .textBehindQuote),
        ("A=\"a\"\"b\"", 1, .textBehindQuote), ("A=1 # why", 1, .commentOrValue), ("A=1\t#", 1, .commentOrValue),
        ("A=1\nB=1\nA=2", 3, .repeated("A", first: 1)), ("A=\u{0}", 1, .notText),
    ])
    func `A faulty line is told with its number`(text: String, line: Int, fault: EnvironmentFileProblem.Fault) {
        #expect(EnvironmentFile(Array(text.utf8)).problems == [EnvironmentFileProblem(line: line, fault: fault)])
    }

    @Test func `Every faulty line is told, and the others are read`() {
        let file = EnvironmentFile(Array("A\nB=2\nC=\"\n".utf8) + [0xFF, 0x0A])
        #expect(file.problems.map(\.line) == [1, 3, 4])
        #expect(file.problems.last?.fault == .notText)
        #expect(file.values == ["B": "2"])
    }
}
