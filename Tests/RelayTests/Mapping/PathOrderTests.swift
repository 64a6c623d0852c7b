import JSON
import Relay
import TestSupport
import Testing

/// A path gives what a name gives, in whatever order the columns and the values come.
@Suite struct PathOrderTests {
    private struct Payload {
        let names: [String]
        var rows: [String] = []

        /// Rows of numbers that are all different.
        init(columns: Int, rows count: Int) {
            names = (0..<columns).map { "c\($0)" }
            for row in 0..<count {
                let members = names.indices.map { #""c\#($0)":\#(row * columns + $0)"# }
                rows.append("{\(members.joined(separator: ","))}")
            }
        }

        var line: String { Captured.line(.json("[\(rows.joined(separator: ","))]"), nil) }
    }

    private static func outcome(_ columns: [String], _ line: String) -> Result<[String], LineProblem> {
        Result { () throws(LineProblem) in try Mapped(columns.joined(separator: ","), "").rows(of: line) }
    }

    private static func expectSame(_ columns: [String], _ line: String, _ path: String = "[].") throws {
        let named = try outcome(columns, line).get()
        let found = try outcome(columns.map { "\($0)=\(path)\($0.replacing("?", with: ""))" }, line).get()
        #expect(found.count == named.count)
        #expect(found == named)
    }

    @Test func `a thousand paths over two hundred rows give them as they stand`() throws {
        let payload = Payload(columns: 1000, rows: 200)
        let line = payload.line
        var found: [String] = []
        let time = try ContinuousClock().measure {
            found = try Self.outcome(payload.names.map { "\($0)=[].\($0)" }, line).get()
        }
        #expect(found == payload.rows)
        #expect(time < .seconds(30))
    }

    @Test(arguments: 0..<4)
    func `paths in any order give the rows in that order`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let payload = Payload(columns: 120, rows: 20)
        let reversed = Array(payload.names.reversed())
        let columns = seed == 0 ? payload.names : seed == 1 ? reversed : payload.names.shuffled(using: &random)
        try Self.expectSame(columns, payload.line)
        let optional = columns.flatMap { Bool.random(using: &random) ? [$0, "no\($0)?"] : ["\($0)?"] }
        try Self.expectSame(optional, payload.line)
    }

    /// Random rows: each the members of an object in an order of its own, some of which are not there.
    private static func rows(_ random: inout SeededGenerator, names: [String]) -> [String] {
        (0..<Int.random(in: 2...6, using: &random)).map { row in
            let members = names.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
                .shuffled(using: &random).enumerated().map { place, name in
                    let value =
                        [
                            "\(row)", "\"\(name) of \(row)\"", "null", "[\(place),{}]", #"{"a":\#(row)}"#, "[]",
                            "-0.50",
                        ].randomElement(using: &random) ?? "0"
                    return "\"\(name)\":\(value)"
                }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    @Test(arguments: 0..<60)
    func `random objects give by path what they give by name`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let names = (0..<Int.random(in: 1...12, using: &random)).map { "k\($0)" }
        var given = 0
        for _ in 0..<40 {
            let rows = Self.rows(&random, names: names)
            let columns = names.shuffled(using: &random).prefix(Int.random(in: 1...names.count, using: &random))
                .map { Int.random(in: 0..<8, using: &random) > 0 ? "\($0)?" : $0 }
            let named = Self.outcome(columns, Captured.line(.json("[\(rows.joined(separator: ","))]"), nil))
            if case .success = named { given += 1 }
            for (path, wrap) in Self.wraps {
                let line = Captured.line(.json("[\(rows.map(wrap).joined(separator: ","))]"), nil)
                let paths = columns.map { "\($0)=\(path)\($0.replacing("?", with: ""))" }
                let found = Self.outcome(paths, line)
                switch (found, named) {
                case (.failure(let one), .failure(let other)): #expect(one.reason == other.reason)
                default: #expect(found == named, "\(paths)")
                }
            }
        }
        #expect(given > 0)
    }

    /// Places for a row inside of something, and the paths that lead there.
    private static let wraps: [(path: String, wrap: @Sendable (String) -> String)] = [
        ("[].", { $0 }), ("[].n.", { #"{"k0":9,"n":\#($0),"k1":8}"# }), ("[].l[1].", { #"{"l":[{"k0":1},\#($0)]}"# }),
        ("[][2].", { #"[{},{"k0":7},\#($0)]"# }), ("[].n.n.", { #"{"n":{"k1":{},"n":\#($0)}}"# }),
    ]

    @Test(arguments: 0..<20)
    func `paths of different depths by turns lead where each leads alone`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let row = #"{"a":1,"b":{"a":2,"c":[3,{"a":4,"b":5},6]},"c":[{"a":7},{"a":8,"b":9}],"d":10}"#
        let values = [
            "a": "1", "b.a": "2", "b.c[0]": "3", "b.c[1].a": "4", "b.c[1].b": "5", "b.c[2]": "6", "c[0].a": "7",
            "c[1].a": "8", "c[1].b": "9", "d": "10",
        ]
        let line = Captured.line(.json("[\(row),\(row),\(row)]"), nil)
        let paths = (values.keys.sorted() + values.keys.sorted()).shuffled(using: &random)
        let columns = paths.enumerated().map { "x\($0)=[].\($1)" }.joined(separator: ",")
        let expected = "{" + paths.enumerated().map { #""x\#($0)":\#(values[$1] ?? "")"# }.joined(separator: ",") + "}"
        #expect(try Mapped(columns, "").rows(of: line) == [expected, expected, expected])
    }

    @Test func `where one line's values stood says nothing about the next line's`() throws {
        var random = SeededGenerator(seed: 7)
        let names = (0..<9).map { "k\($0)" }
        let settings = Mapped(names.map { "\($0)?=[].\($0)" }.joined(separator: ",") + ",z?=[].z", "")
        var mapping = CaptureMapping(settings.settings)
        mapping.begin(settings.object)
        for _ in 0..<100 {
            let rows = Self.rows(&random, names: names)
            let line = Captured.line(.json("[\(rows.joined(separator: ","))]"), nil)
            #expect(try Mapped.rows(of: Array(line.utf8), with: &mapping) == settings.rows(of: line))
        }
    }
}
