import JSON
import TestSupport
import Testing

@testable import Relay

/// A line inside of which an object broke off.
@Suite struct BrokenLineTests {
    @Test(arguments: ["", "\n"])
    func `a line that broke off is not among those that a later run goes on after`(before: String) {
        let rig = PipelineRig()
        let limits = Packer.Limits(rows: 1000, bytes: 900_000)
        var work = Conversion(
            rig.object,
            .init(
                mapping: rig.settings.mapping, layout: .lines, limits: limits, lineLimit: 1 << 20,
                keepsQuarantine: false),
            pointers: LinePointers(rig.log))
        let whole = before + Captured.csv("1", "2", id: "whole") + "\n"
        work.lines.buffer.append(text: whole + Captured.csv("3", "4", id: "broken").dropLast(9))
        #expect(work.advance() == .bytes)
        work.breakOff()
        #expect(work.advance() == .nothing)
        let batch = work.takeBatch()
        #expect(batch.end == Position(offset: whole.utf8.count))
        #expect(batch.counts.lines == before.utf8.count + 1)
        #expect(work.tally.lines == before.utf8.count + 2)
        #expect(work.tally.undelivered == 1)
    }
}
