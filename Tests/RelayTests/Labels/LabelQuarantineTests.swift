import JSON
import Relay
import Testing

/// Labels that cannot be relayed, and their way back.
@Suite struct LabelQuarantineTests {
    private static func rig(types: String = "y:int") -> PipelineRig {
        var rig = PipelineRig()
        rig.settings.mapping.labels = Labelled("y", types: types).settings
        return rig
    }

    /// The records that an object leaves behind.
    private static func records(of text: String, _ rig: PipelineRig = rig()) async -> String {
        _ = await rig.relay(text)
        return rig.quarantine.text
    }

    @Test func `a record of a table is kept with the header that it stands under`() async {
        let rig = Self.rig()
        _ = await rig.relay("id,\"y\"\na,1\nb,x\n")
        let record = rig.quarantine.fields.first
        #expect(record?["matter"]?.string == "labels")
        #expect(record?["header"]?.string == "id,\"y\"")
        #expect(record?["data"]?.string == "b,x")
        #expect(record?["line"] == .number("3"))
        #expect(record?["offset"] == .number("11"))
    }

    @Test func `labels of both kinds are mapped anew under the ids that they had`() async {
        let table = await Self.records(of: "id,y\nb,x\n")
        let other = await Self.records(of: "y,n,eventId\r\nz,1,c\r\n")
        let line = await Self.records(of: Labelled.line("x\n2", id: "d"))
        let rig = Self.rig(types: "")
        let report = await rig.relay(table + other + line + table, acceptsQuarantine: true)
        #expect(
            rig.labels == [
                #"{"id":"b","y":"x"}"#, #"{"id":"c","y":"z"}"#, #"{"id":"d-0","y":"x"}"#, #"{"id":"d-1","y":"2"}"#,
                #"{"id":"b","y":"x"}"#,
            ])
        #expect(report.total.delivered == 4)
    }

    @Test func `what is refused again keeps its header and its place`() async {
        let table = await Self.records(of: "id,y\n\nb,x\n")
        let rig = Self.rig()
        _ = await rig.relay(table, acceptsQuarantine: true)
        let first = rig.quarantine.records.first
        #expect(first?.subject == LineSubject(.labels, header: Array("id,y".utf8)))
        #expect(first?.line == 3)
    }

    @Test func `a quarantine of captures and labels is no row of the wrong kind`() async {
        let labels = await Self.records(of: "id,y\nb,x\n")
        var captures = PipelineRig(Mapped("a", "y", types: "a:int", id: "id"))
        captures.settings.mapping.labels = Self.rig().settings.mapping.labels
        let capture = await Self.records(of: Captured.csv("x", "2") + "\n", captures)
        for text in [labels + capture, capture + labels] {
            let rig = Self.rig(types: "")
            let report = await rig.relay(text, acceptsQuarantine: true)
            #expect(rig.rows.count + rig.labels.count == 1)
            #expect(report.total.quarantined == 1)
            let again = rig.quarantine.fields.first
            #expect(again?["reason"]?.string == "other-matter")
            #expect(again?["matter"]?.string == (text.hasPrefix(labels) ? nil : "labels"))
            #expect(again?["header"]?.string == (text.hasPrefix(labels) ? nil : "id,y"))
        }
    }

    @Test func `a table whose columns are not the configured ones any more is refused in words`() async {
        let table = await Self.records(of: "id,y\nb,x\n")
        var rig = Self.rig()
        rig.settings.mapping.labels = Labelled("z").settings
        _ = await rig.relay(table, acceptsQuarantine: true)
        #expect(rig.quarantine.fields.first?["reason"]?.string == "not-a-label")
        #expect(rig.quarantine.fields.first?["detail"]?.string?.contains("without the label column 'z'") == true)
    }

    @Test func `quarantined labels without label columns fail in words`() async {
        let table = await Self.records(of: "id,y\nb,x\n")
        let report = await PipelineRig().relay(table, acceptsQuarantine: true)
        #expect(report.details.first?.outcome == .failed)
        #expect(report.details.first?.reason?.contains("CAPTURE_LABEL_COLUMNS") == true)
    }
}
