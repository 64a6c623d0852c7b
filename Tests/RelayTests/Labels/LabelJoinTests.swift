import HTTP
import JSON
import Relay
import TestSupport
import Testing

/// Labels that are joined with the captures of their inferences.
@Suite struct LabelJoinTests {
    private static func rig(_ captures: MemoryCaptures, _ mapped: Mapped = Mapped("a,b", "p", types: "p:float"))
        -> PipelineRig
    {
        var rig = PipelineRig(mapped)
        rig.settings.mapping.labels = Labelled("y", types: "y:int").settings
        rig.settings.mapping.labels?.form = .values
        rig.settings.mapping.labels?.joinPrefix = "s3://captures/churn/"
        rig.settings.captureSource = captures.source
        return rig
    }

    private static func table(_ ids: some Sequence<String>) -> String { "id,y\n" + ids.map { "\($0),1\n" }.joined() }

    @Test func `a row has the features, the label and the prediction`() async {
        let captures = MemoryCaptures([Captured.csv("1,2", "0.5", id: "x"), Captured.csv("3,4", "0.25", id: "e-1")])
        let rig = Self.rig(captures)
        let report = await rig.relay(Labelled.line("1") + "\n" + Labelled.line("0", id: "x"))
        #expect(rig.labels == [#"["3","4",1,0.25]"#, #"["1","2",0,0.5]"#])
        #expect(rig.settings.mapping.labelFields == ["a", "b", "y", "p"])
        #expect(report.total.delivered == 2)
        #expect(captures.searched == 1)
    }

    @Test func `rows of a label go with the rows of its capture`() async {
        let rig = Self.rig(MemoryCaptures([Captured.csv("1,2\n3,4", "5\n6")]))
        _ = await rig.relay(Labelled.line("0\n1"))
        #expect(rig.labels == [#"["1","2",0,5]"#, #"["3","4",1,6]"#])
    }

    @Test func `one record with a value for each row is clear where the capture has as many`() async {
        let rig = Self.rig(MemoryCaptures([Captured.csv("1,2\n3,4", "5\n6")]))
        _ = await rig.relay(Labelled.line("0,1"))
        #expect(rig.labels == [#"["1","2",0,5]"#, #"["3","4",1,6]"#])
    }

    @Test func `a record of a table names a row by its number`() async {
        let uuid = "0c6e9d4a-0000-4000-8000-00000000000a"
        let lines = [Captured.csv("1,2\n3,4", "5\n6", id: "e"), Captured.csv("7,8\n9,0", "1\n2", id: uuid)]
        let rig = Self.rig(MemoryCaptures(lines))
        let report = await rig.relay(Self.table(["e-1", "e-0", "\(uuid)-1", "e-2", "e-01"]))
        #expect(rig.labels == [#"["3","4",1,6]"#, #"["1","2",1,5]"#, #"["9","0",1,2]"#])
        #expect(report.total.quarantined == 2)
        #expect(rig.quarantine.fields.allSatisfy { $0["reason"]?.string == "capture-not-found" })
    }

    @Test func `an id that is a line's own is not taken for that of another line's row`() async {
        let lines = [Captured.csv("1,2\n3,4", "5\n6", id: "e"), Captured.csv("7,8", "9", id: "e-1")]
        let rig = Self.rig(MemoryCaptures(lines))
        _ = await rig.relay(Self.table(["e-1"]))
        #expect(rig.labels == [#"["7","8",1,9]"#])
    }

    @Test func `the caller's id counts before the service's`() async {
        let metadata = #""eventId":"e-1","inferenceId":"mine\u002d1","inferenceTime":"2026-01-01T00:00:00Z""#
        let line = Captured.line(.csv("1,2"), .csv("3"), metadata: metadata)
        let rig = Self.rig(MemoryCaptures([line]))
        let report = await rig.relay(Labelled.line("1", id: "mine-1") + "\n" + Labelled.line("1", id: "e-1"))
        #expect(rig.labels == [#"["1","2",1,3]"#])
        #expect(report.total.quarantined == 1)
    }

    @Test func `a label without its capture is kept, and found when the capture has come`() async {
        let rig = Self.rig(MemoryCaptures([Captured.csv("1,2", "3", id: "other")]))
        _ = await rig.relay("id,y\nlate,1\n")
        let record = rig.quarantine.fields.first
        #expect(record?["reason"]?.string == "capture-not-found")
        #expect(record?["detail"]?.string?.contains("no capture under s3://captures/churn/ has the id 'late'") == true)
        #expect(record?["line"] == .number("2"))
        let captures = MemoryCaptures([Captured.csv("5,6", "7", id: "late")])
        let again = Self.rig(captures)
        let line = await Self.quarantine(Labelled.line("0", id: "late"), MemoryCaptures([""]))
        _ = await again.relay(rig.quarantine.text + line, acceptsQuarantine: true)
        #expect(again.labels == [#"["5","6",1,7]"#, #"["5","6",0,7]"#])
        #expect(captures.searched == 1)
    }

    private static func quarantine(_ text: String, _ captures: MemoryCaptures) async -> String {
        let rig = rig(captures)
        _ = await rig.relay(text)
        return rig.quarantine.text
    }

    @Test func `what cannot be joined is quarantined with what is wrong`() async {
        let captures = MemoryCaptures([
            Captured.csv("1,2\n3,4", "5\n6", id: "two"), Captured.csv("1,2,3", "4", id: "wide"),
            Captured.csv("1,2", "x", id: "typed"),
        ])
        let rig = Self.rig(captures)
        let lines = [
            Labelled.line("1", id: "two"), Labelled.line("1", id: "wide"), Labelled.line("1", id: "typed"),
            Labelled.line("1\n2", id: "two-1"), Labelled.line("1", id: nil),
        ]
        _ = await rig.relay(lines.joined(separator: "\n"))
        #expect(rig.labels == [])
        let details = rig.quarantine.fields.map { "\($0["reason"]?.string ?? ""): \($0["detail"]?.string ?? "")" }
        #expect(
            details[0].hasPrefix("rows-do-not-align: the ground truth has 1 row, its capture 2 (s3://captures/churn/a"))
        #expect(details[1].hasPrefix("rows-do-not-align: the label's capture (s3://captures/churn/a.jsonl, byte "))
        #expect(details[2].hasPrefix("value-refused-by-type: the label's capture"))
        #expect(details[3].contains("its id is that of row 1 of its capture"))
        #expect(details[4].hasPrefix("missing-id"))
    }

    @Test func `one search serves all lines that were read, and the next one the others`() async {
        let ids = (0..<5000).map { "id\($0)x" }
        let captures = MemoryCaptures(ids.map { Captured.csv("1,2", "3", id: $0) })
        let rig = Self.rig(captures)
        let report = await rig.relay(PipelineRig.Body(Array(Self.table(ids).utf8), chunks: [100]))
        #expect(report.total.delivered == 5000)
        #expect(captures.searched == 2)
    }

    @Test func `what is no capture is passed over, and gzip is read`() async {
        let label = Labelled.line("1")
        let captures = MemoryCaptures([
            ("0", Array(#"{"captureRelay":"progress/1"}"#.utf8)), ("1", Array(label.utf8)), ("2", []),
            ("3", Array("id,y\ne-1,1\n".utf8)),
            ("4", Gzip.compressed(Array("garbage\n\(Captured.csv("1,2", "3"))\n".utf8))), ("5", Array(label.utf8)),
        ])
        let rig = Self.rig(captures)
        _ = await rig.relay(label)
        #expect(rig.labels == [#"["1","2",1,3]"#])
        #expect(captures.opened.last == "churn/4")
    }

    private static func named(_ id: String, _ input: String, _ output: String) -> String {
        Captured.line(.csv(input), .csv(output), metadata: #""eventId":"e","inferenceId":"\#(id)""#)
    }

    @Test func `a label is not joined with one of two captures that differ and have its id`() async {
        let lines = [("0", "0,2"), ("1", "1,2"), ("1", "1,2"), ("2", "2,2"), ("0", "9,9")].map {
            Self.named($0, $1, "3")
        }
        let rig = Self.rig(MemoryCaptures(lines))
        let report = await rig.relay(Self.table(["0", "2", "1"]))
        #expect(rig.labels == [#"["2","2",1,3]"#, #"["1","2",1,3]"#])
        #expect(report.total.quarantined == 1)
        #expect(rig.quarantine.fields.first?["reason"]?.string == "captures-differ")
    }

    @Test(arguments: ["1,2\n3,4", "1,2"])
    func `an id that a caller made of another and a number is not taken for that of a row`(input: String) async {
        let uuid = "0c6e9d4a-0000-4000-8000-00000000000a"
        let output = input.contains("\n") ? "5\n6" : "5"
        let lines = [Self.named(uuid, input, output), Self.named("\(uuid)-1", "7,8", "9")]
        let rig = Self.rig(MemoryCaptures(lines))
        _ = await rig.relay(Self.table(["\(uuid)-1"]))
        #expect(rig.labels == [#"["7","8",1,9]"#])
    }

    @Test func `the capture of a shadow variant is none`() async {
        let metadata = #""eventId":"e-1","invocationSource":"ShadowExperiment""#
        let captures = MemoryCaptures([
            Captured.line(.csv("9,9"), .csv("9"), metadata: metadata), Captured.csv("1,2", "3"),
        ])
        let rig = Self.rig(captures)
        _ = await rig.relay(Labelled.line("1"))
        #expect(rig.labels == [#"["1","2",1,3]"#])
    }

    @Test func `captures that cannot be read stop the object in words`() async {
        let failure = FetchError.s3("s3://captures/churn/a is not allowed to be read", isTemporary: true)
        let rig = Self.rig(MemoryCaptures([("a", [])], failure: failure))
        let result = await rig.relay("id,y\ne,1\n").details.first
        #expect(result?.outcome == .failed)
        #expect(result?.isTemporary == true)
        #expect(result?.reason?.contains("takes s3:ListBucket and s3:GetObject") == true)
        #expect(rig.quarantine.text == "")
    }

    @Test func `time that runs out in a search ends the object, and what was joined before stays`() async {
        let clock = NoWaiting()
        let end = clock.now + .seconds(10)
        let ids = (0..<5000).map { "id\($0)x" }
        let lines = ids.map { Captured.csv("1,2", "3", id: $0) + "\n" }.joined()
        let captures = MemoryCaptures([("a", Array(lines.utf8))]) { opened in
            if opened == 2 { _ = await clock.wait(.seconds(20)) }
        }
        var rig = Self.rig(captures)
        rig.settings.stopsAt = end
        rig.settings.now = { clock.now }
        let report = await rig.relay(Self.table(ids))
        #expect(report.details.first?.stop == .outOfTime)
        #expect(report.details.first?.reason?.contains("let CAPTURE_JOIN_PREFIX name fewer captures") == true)
        #expect(report.total.delivered == 4096)
        #expect(report.total.undelivered == 0)
    }
}
