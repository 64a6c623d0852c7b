import JSON
import Testing

@testable import Relay

/// Records have ids without a column that holds them.
@Suite struct RepeatedRecordTests {
    @Test(arguments: [(["x", "y", "x"], 3), (["x", "y", "z"], nil)])
    func `a record with the id of another is noticed`(ids: [String], line: Int?) {
        var settings = Mapped("a", "y").settings
        settings.form = .parts
        let options = Conversion.Options(
            mapping: settings, layout: .lines, limits: Packer.Limits(rows: 1000, bytes: 900_000), lineLimit: 1 << 20,
            keepsQuarantine: false)
        let rig = PipelineRig()
        var work = Conversion(rig.object, options, pointers: LinePointers(rig.log))
        work.lines.buffer.append(text: ids.map { Captured.csv("1", "2", id: $0) + "\n" }.joined())
        #expect(work.advance() == .bytes)
        #expect(work.repeatedIDs.firstLine == line)
    }
}
