import JSON
import TestSupport
import Testing

@testable import Relay

@Suite struct RepeatedIDsTests {
    private func repeated(_ ids: [String]) -> RepeatedIDs {
        var repeated = RepeatedIDs()
        for (index, id) in ids.enumerated() { reading(id) { repeated.add($0, line: index + 1) } }
        return repeated
    }

    @Test func `ids that differ are not repeated`() {
        let repeated = repeated((0..<5000).map { "id-\($0)" })
        #expect(repeated.count == 0)
        #expect(repeated.firstLine == nil)
    }

    @Test func `the first line with the id of a line before is told and all are counted`() {
        let repeated = repeated(["a", "b", "b", "b", "c", "c"])
        #expect(repeated.count == 3)
        #expect(repeated.firstLine == 3)
    }
}
