import JSON
import Relay
import Testing

/// What a typed column makes of a value, and what it refuses.
@Suite struct ColumnTypeTests {
    /// A cell of CSV, and what it is as int, float, bool and string; nothing where the type refuses it.
    private static let cells: [(cell: String, values: [String?])] = [
        ("31", ["31", "31", nil, #""31""#]),
        ("1", ["1", "1", "true", #""1""#]),
        ("0", ["0", "0", "false", #""0""#]),
        ("", ["null", "null", "null", "null"]),
        ("+7", ["7", "7", nil, #""+7""#]),
        ("-7", ["-7", "-7", nil, #""-7""#]),
        ("007", ["7", "7", nil, #""007""#]),
        ("000", ["0", "0", nil, #""000""#]),
        ("-0", ["0", "-0", nil, #""-0""#]),
        ("-0.0", ["0", "-0.0", nil, #""-0.0""#]),
        ("5.", ["5", "5", nil, #""5.""#]),
        (".5", [nil, "0.5", nil, #"".5""#]),
        ("12.00", ["12", "12.00", nil, #""12.00""#]),
        ("12.50", [nil, "12.50", nil, #""12.50""#]),
        (" 3 ", ["3", "3", nil, #"" 3 ""#]),
        ("1e3", [nil, "1e3", nil, #""1e3""#]),
        ("1E+03", [nil, "1e+03", nil, #""1E+03""#]),
        ("1e999", [nil, "null", nil, #""1e999""#]),
        ("-1e400", [nil, "null", nil, #""-1e400""#]),
        ("1e-999", [nil, "1e-999", nil, #""1e-999""#]),
        ("9007199254740993", ["9007199254740993", "9007199254740993", nil, #""9007199254740993""#]),
        (
            "123456789012345678901234567890",
            [
                "123456789012345678901234567890", "123456789012345678901234567890", nil,
                #""123456789012345678901234567890""#,
            ]
        ),
        ("0.12345678901234567", [nil, "0.12345678901234567", nil, #""0.12345678901234567""#]),
        ("NaN", ["null", "null", nil, #""NaN""#]),
        ("-inf", ["null", "null", nil, #""-inf""#]),
        ("Infinity", ["null", "null", nil, #""Infinity""#]),
        ("true", [nil, nil, "true", #""true""#]),
        ("FALSE", [nil, nil, "false", #""FALSE""#]),
        ("yes", [nil, nil, nil, #""yes""#]),
        ("0x1F", [nil, nil, nil, #""0x1F""#]),
        ("1_000", [nil, nil, nil, #""1_000""#]),
        ("1,5", [nil, nil, nil, #""1,5""#]),
        ("--1", [nil, nil, nil, #""--1""#]),
        ("e5", [nil, nil, nil, #""e5""#]),
        ("1e", [nil, nil, nil, #""1e""#]),
        (".", [nil, nil, nil, #"".""#]),
        ("３", [nil, nil, nil, #""３""#]),
        (#"say "x""#, [nil, nil, nil, #""say \"x\"""#]),
    ]

    @Test(arguments: cells)
    func `a cell of CSV is what its type demands or refused`(cell: String, values: [String?]) {
        let quoted = "\"\(cell.replacing("\"", with: "\"\""))\""
        let isPlain = !cell.contains(",") && !cell.contains("\"")
        for text in isPlain ? [cell, quoted] : [quoted] {
            #expect(Self.values(of: Captured.csv("\(text),x", "1")) == values, "\(text)")
        }
    }

    /// A JSON value, and what it is as int, float, bool and string.
    private static let tokens: [(token: String, values: [String?])] = [
        ("31", ["31", "31", nil, #""31""#]),
        ("1", ["1", "1", "true", #""1""#]),
        ("31.0", ["31", "31.0", nil, #""31.0""#]),
        ("31.5", [nil, "31.5", nil, #""31.5""#]),
        ("-0.0", ["0", "-0.0", nil, #""-0.0""#]),
        ("1e999", [nil, "null", nil, #""1e999""#]),
        ("9007199254740993", ["9007199254740993", "9007199254740993", nil, #""9007199254740993""#]),
        ("NaN", ["null", "null", "null", "null"]),
        ("-Infinity", ["null", "null", "null", "null"]),
        ("null", ["null", "null", "null", "null"]),
        ("true", [nil, nil, "true", #""true""#]),
        ("false", [nil, nil, "false", #""false""#]),
        (#""31""#, ["31", "31", nil, #""31""#]),
        (#""\u0033\u0031""#, ["31", "31", nil, #""\u0033\u0031""#]),
        (#""007""#, ["7", "7", nil, #""007""#]),
        (#""True""#, [nil, nil, "true", #""True""#]),
        (#""""#, ["null", "null", "null", #""""#]),
        (#""nan""#, ["null", "null", nil, #""nan""#]),
        (#""a\nb""#, [nil, nil, nil, #""a\nb""#]),
        ("[1]", [nil, nil, nil, nil]),
        (#"{"b":1}"#, [nil, nil, nil, nil]),
        ("[]", [nil, nil, nil, nil]),
    ]

    @Test(arguments: tokens)
    func `a JSON value is what its type demands or refused`(token: String, values: [String?]) {
        #expect(Self.values(of: Captured.json(#"{"a":\#(token),"b":"x"}"#, "[1]")) == values)
    }

    /// The value of `a` as each type, or nothing where the line is refused because of it.
    private static func values(of line: String) -> [String?] {
        ["int", "float", "bool", "string"].map { type -> String? in
            do throws(LineProblem) {
                let rows = try Mapped("a,b", "y", types: "a:\(type)").rows(of: line)
                return rows.joined().split(separator: #","b":"#).first.map { String($0.dropFirst(5)) }
            } catch {
                return error.reason == .refusedValue ? nil : "\(error)"
            }
        }
    }

    @Test func `a refusal names column, row and side`() {
        let mapped = Mapped("a", "y", types: "y:float")
        let problem = mapped.problem(of: Captured.csv("1\n2\n3", "0.1\n0.2\nhigh"))
        #expect(problem?.reason == .refusedValue)
        #expect(problem?.detail == "the value of 'y' in row 3 of the output is no float, which its type demands")
    }

    @Test(arguments: 0..<5)
    func `a refusal in any row leaves nothing of the line behind`(row: Int) throws {
        let cells = (0..<5).map { $0 == row ? "x" : "\($0)" }.joined(separator: "\n")
        var mapping = CaptureMapping(Mapped("a", "y", types: "a:int").settings)
        mapping.begin(ObjectReference(bucket: "b", key: "k"))
        var source = ByteBuffer()
        source.append(text: Captured.csv(cells, "1\n2\n3\n4\n5"))
        #expect(throws: LineProblem.self) { try mapping.read(source.bytes, offset: 0) }
        let next = try Mapped.rows(of: Array(Captured.csv("6", "7").utf8), with: &mapping)
        #expect(next == [#"{"a":6,"y":"7"}"#])
    }
}
