import Relay
import Testing

/// Any split of an object into chunks gives the same rows and the same accounts.
@Suite struct ChunkingTests {
    private static let mapped = Mapped(
        "a,b", "y", types: "b:float", metadata: "u=object.uri", timestamp: TimestampColumn(name: "t"), id: "id")

    /// Lines of all kinds, and line breaks of all kinds between them.
    private static let lines = [
        Captured.csv("1,2", "3", id: "one"), "", Captured.csv("1,2\n3,4\n5,6", "7\n8\n9", id: "two\u{e9}"),
        "\r", "no line", Captured.csv("1,x", "3", id: "three"), Captured.json("[[1,2],[3,4]]", "[[5],[6]]") + "\r",
        Captured.csv("\"a\nb\",2", "\"👍, \"\"x\"\"\"", id: "four"), "  ", #"{"groundTruthData":{}}"#,
        Captured.csv(String(repeating: "9", count: 6000) + ",1", "1", id: "long"), Captured.csv("1", "2", id: "short"),
    ]

    private static let text = lines.joined(separator: "\n")

    private struct Outcome: Equatable {
        var rows: [String]
        var tally: Tally?
        var quarantined: [Int]
        var pointers: [String]
        var reason: String?
    }

    private static func outcome(_ text: String, _ chunks: [Int], limit: Int = 32 << 20) async -> Outcome {
        var rig = PipelineRig(mapped)
        rig.settings.lineLimit = limit
        rig.settings.batchRows = 3
        let result = await rig.result(of: .init(Array(text.utf8), chunks: chunks))
        return Outcome(
            rows: rig.rows, tally: result?.tally, quarantined: rig.quarantine.records.map(\.offset),
            pointers: rig.log.messages(with: "is quarantined"), reason: result?.reason)
    }

    @Test func `the lines give rows of their own`() async {
        let outcome = await Self.outcome(Self.text, [.max])
        #expect(outcome.rows.count == 8)
        #expect(outcome.tally?.quarantined == 3)
        #expect(outcome.tally?.blank == 3)
        #expect(outcome.tally?.ignored == 1)
        #expect(outcome.tally?.lines == Self.lines.count)
    }

    @Test(arguments: [[1], [2], [3, 1], [7], [64], [255, 1, 2], [4095], [4096], [4097], [5000, 1]])
    func `chunks of any size give the same`(chunks: [Int]) async {
        #expect(await Self.outcome(Self.text, chunks) == Self.outcome(Self.text, [.max]))
    }

    @Test(arguments: 0..<40)
    func `chunks of random sizes give the same`(seed: Int) async {
        var random = Seeded(seed: UInt64(seed))
        let text = Self.lines.shuffled(using: &random).joined(separator: "\n") + (seed.isMultiple(of: 2) ? "\n" : "")
        let chunks = (0..<200).map { _ in Int.random(in: 1...(seed.isMultiple(of: 3) ? 2000 : 40), using: &random) }
        #expect(await Self.outcome(text, chunks) == Self.outcome(text, [.max]))
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a line of just the limit is none over it, wherever the chunks end`(lineBreak: String) async {
        let line = Captured.csv("\(String(repeating: "7", count: 5000)),2", "3")
        let text = [line, line, line].joined(separator: lineBreak)
        let whole = await Self.outcome(text, [.max], limit: line.utf8.count - 1).pointers
        #expect(whole.allSatisfy { $0.contains("\(line.utf8.count) bytes") })
        for chunks in [[.max], [500], [line.utf8.count + 1, 1], [line.utf8.count, 2]] {
            let outcome = await Self.outcome(text, chunks, limit: line.utf8.count)
            #expect(outcome.rows.count == 3, "\(chunks)")
            let over = await Self.outcome(text, chunks, limit: line.utf8.count - 1)
            #expect(over.tally?.quarantined == 3, "\(chunks)")
            #expect(over.pointers == whole, "\(chunks)")
        }
    }

    @Test(arguments: [100, 3000, 3800, 3900, 4000, 4200, 6000])
    func `what a file is does not depend on where its chunks end`(width: Int) async {
        let long = Captured.csv("\(String(repeating: "8", count: width)),1", "2")
        let spread = long.replacing(#""eventMetadata""#, with: "\n\"eventMetadata\"")
        let whole = await Self.outcome("\(spread)\n\(spread)\n", [.max])
        #expect(width > 3000 || whole.rows.count == 2)
        for chunks in [[1], [100], [4096], [width + 200, 7]] {
            #expect(await Self.outcome("\(spread)\n\(spread)\n", chunks) == whole, "\(chunks)")
        }
    }

    @Test(arguments: [[Int.max], [1], [5, 2]])
    func `a file that is one array gives its elements`(chunks: [Int]) async {
        let text = "[\n\(Captured.csv("1,2", "3")),\n\(Captured.csv("4,5", "6"))\n]\n"
        let outcome = await Self.outcome(text, chunks)
        #expect(outcome.rows.count == 2)
        #expect(outcome.tally?.lines == 2)
    }
}
