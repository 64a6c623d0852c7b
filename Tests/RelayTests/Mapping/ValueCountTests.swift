import Relay
import Testing

/// What a payload costs is in proportion to its length, whatever the columns are.
@Suite struct ValueCountTests {
    /// Far more than the refusals take even on a busy machine, and less than what they save.
    private static let patience = Duration.seconds(30)

    private static func columns(_ count: Int, optional: Bool = false, path: String = "") -> String {
        (0..<count).map { "c\($0)\(optional ? "?" : "")\(path.isEmpty ? "" : "=\(path)c\($0)")" }.joined(separator: ",")
    }

    private static func list(_ element: String, _ count: Int) -> String {
        [String](repeating: element, count: count).joined(separator: ",")
    }

    private static func refusal(_ mapped: Mapped, _ line: String) -> LineProblem.Reason? {
        var reason: LineProblem.Reason?
        let time = ContinuousClock().measure { reason = mapped.refusal(of: line) }
        #expect(time < patience)
        return reason
    }

    @Test func `columns that are not there make no rows of missing values`() {
        let line = Captured.json(#"{"x":[\#(Self.list("0", 100_000))]}"#, #"{"y":[\#(Self.list("1", 100_000))]}"#)
        let mapped = Mapped(Self.columns(1000), "y")
        #expect(Self.refusal(mapped, line) == .missingColumn)
    }

    @Test(arguments: [
        (list("{}", 100_000), ""), (list("{}", 100_000), "[]."), (list(#"{"x":{}}"#, 50_000), "[].x."),
    ])
    func `many rows of nothing are too many values`(objects: String, path: String) {
        let mapped = Mapped(Self.columns(100, optional: true, path: path), "")
        #expect(Self.refusal(mapped, Captured.line(.json("[\(objects)]"), nil)) == .tooManyValues)
    }

    @Test func `columns of which most are not there are too many values`() {
        let line = Captured.line(.json(#"{"x":[\#(Self.list("0", 100_000))]}"#), nil)
        #expect(Self.refusal(Mapped("x," + Self.columns(100, optional: true), ""), line) == .tooManyValues)
    }

    @Test func `names apart from their rows, of which most are not there, are too many values`() {
        let rows = Self.list("[0]", 100_000)
        let line = Captured.line(.json(#"{"columns":["x"],"data":[\#(rows)]}"#), nil)
        #expect(Self.refusal(Mapped("x," + Self.columns(100, optional: true), ""), line) == .tooManyValues)
    }

    @Test func `a header without most of the columns, over many records, is too many values`() {
        let line = Captured.line(.csv("x\n" + [String](repeating: "0", count: 100_000).joined(separator: "\n")), nil)
        #expect(Self.refusal(Mapped("x," + Self.columns(100, optional: true), ""), line) == .tooManyValues)
    }

    @Test func `one value for many rows and columns is too many values`() {
        let line = Captured.line(.json(#"{"v":1,"x":[\#(Self.list("0", 100_000))]}"#), nil)
        let same = (0..<100).map { "c\($0)=v" }.joined(separator: ",")
        #expect(Self.refusal(Mapped("x=x[],\(same)", ""), line) == .tooManyValues)
    }

    @Test func `rows with some of their columns are relayed though others are not there`() throws {
        let line = Captured.line(.json("[\(Self.list(#"{"c0":1}"#, 50))]"), nil)
        let rows = try Mapped(Self.columns(30, optional: true), "").rows(of: line)
        #expect(rows.count == 50)
        #expect(rows.allSatisfy { $0.hasPrefix(#"{"c0":1,"c1":null,"#) })
    }

    @Test(arguments: [(Self.list("1", 2_000_000), 3), (Self.list("1", 20_000), 3), (Self.list("", 1_000_000), 1000)])
    func `a record that is far wider than the columns does not align`(record: String, columns: Int) {
        for text in [record, "\(Self.list("1", columns))\n\(record)", "\(record)\n\(Self.list("1", columns))"] {
            let line = Captured.csv(text, "1")
            #expect(Self.refusal(Mapped(Self.columns(columns), "y"), line) == .unaligned)
        }
    }

    @Test func `more than a million values are too many to name`() throws {
        let few = Self.list("1", 999_000)
        let many = Self.list("1", 1_001_000)
        for output in [Captured.Slot.csv(many), .json("[\(many)]"), .csv(many.replacing(",", with: "\n"))] {
            let problem = Mapped().problem(of: Captured.line(nil, output))
            #expect(problem?.reason == .tooManyValues)
            #expect(problem?.detail.contains("configure columns") == true)
        }
        #expect(Mapped().problem(of: Captured.line(nil, .csv(few))) == nil)
    }
}
