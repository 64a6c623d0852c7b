import JSON
import Relay
import Testing

/// Objects of ground truth on their way through the pipeline.
@Suite struct LabelPipelineTests {
    private static func rig(_ labels: String = "y", types: String = "y:int", id: String? = nil) -> PipelineRig {
        var rig = PipelineRig()
        rig.settings.mapping.labels = Labelled(labels, types: types, id: id).settings
        return rig
    }

    @Test(arguments: [
        [Labelled.line("1", id: "a"), Labelled.line("0", id: "b")].joined(separator: "\n"),
        "[\(Labelled.line("1", id: "a")), \(Labelled.line("0", id: "b"))]",
        "{\n\"groundTruthData\": {\n\"data\": \"1\", \"encoding\": \"CSV\"},\n\"eventMetadata\": {\"eventId\": \"a\"}\n}\n"
            + Labelled.line("0", id: "b"),
        "id,y\na,1\nb,0\n", "\u{FEFF}y,eventId\r\n1,a\r\n0,b\r\n", "\n\nid,y\n\na,1\nb,\"0\"",
    ])
    func `labels go to their own sink in whatever form they come`(text: String) async {
        let rig = Self.rig()
        let report = await rig.relay(text)
        #expect(rig.labels == [#"{"id":"a","y":1}"#, #"{"id":"b","y":0}"#])
        #expect(rig.rows == [])
        #expect(report.details.first?.outcome == .delivered)
        #expect(report.total.delivered == 2)
    }

    @Test func `the header of a table is a line that is ignored`() async {
        let report = await Self.rig().relay("id,y\na,1\n")
        #expect(report.total.lines == 2)
        #expect(report.total.ignored == 1)
    }

    @Test func `captures still go where they went`() async {
        let rig = Self.rig()
        _ = await rig.relay(Captured.csv("1", "2") + "\n")
        #expect(rig.rows == [#"{"a":"1","y":"2","id":"e-1"}"#])
        #expect(rig.labels == [])
    }

    @Test func `captures and labels in one object are told apart, counted, and the way out is said`() async {
        let rig = Self.rig()
        let labels = await rig.relay([Labelled.line("1"), Captured.csv("1", "2")].joined(separator: "\n"))
        #expect(labels.total.ignored == 1)
        #expect(rig.labels.count == 1)
        #expect(rig.log.messages(with: "1 line ignored: a capture among labels; write captures and").count == 1)
        let other = Self.rig()
        let captures = await other.relay([Captured.csv("1", "2"), Labelled.line("1")].joined(separator: "\n"))
        #expect(captures.total.ignored == 1)
        #expect(other.rows.count == 1)
        #expect(other.log.messages(with: "1 line ignored: ground truth among captures; write captures").count == 1)
    }

    @Test func `a line that a job merged from both is still ignored`() async {
        let merged = #"{"eventVersion":"0","groundTruthData":{"data":"1","encoding":"CSV"},"captureData":{}}"#
        let report = await Self.rig().relay(merged)
        #expect(report.details.first?.reason == "all its lines are of another kind: ground truth")
    }

    @Test func `a table of labels that cannot be read fails, so that somebody learns of it`() async {
        let failed = await Self.rig().relay("age,plan,y\n41,basic,1\n")
        #expect(failed.details.first?.outcome == .failed)
        #expect(failed.details.first?.reason?.contains("without a column for their ids") == true)
    }

    @Test func `a table of something else is skipped, and one of labels without label columns too`() async {
        let skipped = await Self.rig().relay("id,label\na,1\n")
        #expect(skipped.details.first?.outcome == .skipped)
        #expect(skipped.details.first?.reason?.contains("without the label column 'y'") == true)
        let unnamed = await PipelineRig().relay("id,y\na,1\n")
        #expect(unnamed.details.first?.outcome == .skipped)
        #expect(unnamed.details.first?.reason?.contains("name its columns in CAPTURE_LABEL_COLUMNS") == true)
        #expect(await PipelineRig().relay("age,y\n41,1\n").total.quarantined == 2)
    }

    @Test func `captures fail in words where only labels have columns`() async {
        var rig = Self.rig()
        rig.settings.mapping.inputs = []
        rig.settings.mapping.outputs = []
        rig.settings.requiresColumns = true
        let failed = await rig.relay(Captured.csv("1", "2")).details.first
        #expect(failed?.outcome == .failed)
        #expect(failed?.reason?.contains("set CAPTURE_INPUT_COLUMNS or CAPTURE_OUTPUT_COLUMNS") == true)
        #expect(await rig.relay("\n").details.first?.outcome == .delivered)
        #expect(await rig.relay(Labelled.line("1")).total.delivered == 1)
    }

    @Test func `the relay of a table is the same however the bytes come`() async {
        let text = Array("id,y\n\"a\n1\",1\nb,x\nc,3\n".utf8)
        for size in [1, 2, 3, 7] {
            let rig = Self.rig()
            let report = await rig.relay(PipelineRig.Body(text, chunks: [size]))
            #expect(rig.labels == [#"{"id":"a\n1","y":1}"#, #"{"id":"c","y":3}"#])
            #expect(report.total.quarantined == 1)
        }
    }

    @Test func `a repeated id is told`() async {
        let rig = Self.rig()
        _ = await rig.relay("id,y\na,1\na,0\n")
        #expect(rig.log.messages(with: "repeat the id").count == 1)
    }
}
