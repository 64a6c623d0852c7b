import JSON
import Relay
import Testing

/// The lines that the function of Fiddler's guide publishes wrongly or not at all, under settings as that guide has
/// them.
@Suite struct GuideRowsTests {
    private static let plain = Mapped("age,city,score", "pred")
    private static let timed = Mapped("age,city,score", "pred", timestamp: TimestampColumn(name: "at"))

    private static let lines: [(name: String, line: String, cells: [(inputs: String, output: String)])] = [
        ("plain", Captured.csv("52,Lima,0.3", "0.6\n"), [(#""age":"52","city":"Lima","score":"0.3""#, "0.6")]),
        (
            "quoted", Captured.csv(#"52,"Lima, Peru",0.3"#, "0.6"),
            [(#""age":"52","city":"Lima, Peru","score":"0.3""#, "0.6")]
        ),
        (
            "two rows in one request", Captured.csv("52,Lima,0.3\n61,Oslo,0.4", "0.6\n0.7"),
            [
                (#""age":"52","city":"Lima","score":"0.3""#, "0.6"),
                (#""age":"61","city":"Oslo","score":"0.4""#, "0.7"),
            ]
        ),
        (
            "BASE64", Captured.line(.base64("52,Lima,0.3", type: "text/csv"), .base64("0.6", type: "text/csv")),
            [(#""age":"52","city":"Lima","score":"0.3""#, "0.6")]
        ),
        (
            "trailing newline", Captured.csv("52,Lima,0.3\n", "0.6"),
            [(#""age":"52","city":"Lima","score":"0.3""#, "0.6")]
        ),
    ]

    @Test(arguments: lines.indices)
    func `a line of the guide gives its rows`(index: Int) throws {
        let (name, line, cells) = Self.lines[index]
        #expect(
            try Self.plain.rows(of: line) == cells.map { #"{\#($0.inputs),"pred":"\#($0.output)"}"# }, "\(name)")
        #expect(
            try Self.timed.rows(of: line)
                == cells.map { #"{\#($0.inputs),"at":"2026-01-01T00:00:00Z","pred":"\#($0.output)"}"# }, "\(name)")
    }

    @Test func `a blank last line and one bad line cost no other line`() async {
        let rig = PipelineRig(Self.plain)
        let good = [Captured.csv("52,Lima,0.3", "0.6\n", id: "1"), Captured.csv("61,Oslo,0.4", "0.7", id: "2")]
        let report = await rig.relay("\(good[0])\nnot a line\n\(good[1])\n\n")
        #expect(
            rig.rows == [
                #"{"age":"52","city":"Lima","score":"0.3","pred":"0.6"}"#,
                #"{"age":"61","city":"Oslo","score":"0.4","pred":"0.7"}"#,
            ])
        #expect(rig.quarantine.records.map(\.line) == [2])
        #expect(report.total.blank == 1)
        #expect(report.details.map(\.outcome) == [.delivered])
    }

    @Test func `an encoded key is read from its folder`() async throws {
        let event = Written.notification(Written.record(key: "a%3Db/c+d.jsonl"))
        let announcement = try announced(by: event)
        #expect(announcement.keys == ["a=b/c d.jsonl"])
        try await PipelineRig.withFolder { folder in
            try folder.write(Captured.csv("52,Lima,0.3", "0.6\n") + "\n", to: "captures/a=b/c d.jsonl")
            let rig = PipelineRig(Self.plain)
            let report = await rig.relay(announcement, from: FolderObjectStore(folder: folder.path))
            #expect(rig.rows == [#"{"age":"52","city":"Lima","score":"0.3","pred":"0.6"}"#])
            #expect(report.details.map(\.outcome) == [.delivered])
        }
    }
}
