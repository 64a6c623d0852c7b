import Foundation
import JSON
import Relay
import Testing

/// Quarantined lines near the limit, whose records are longer than that.
@Suite struct LongRecordTests {
    private static func rig(_ mapped: Mapped, limit: Int) -> PipelineRig {
        var rig = PipelineRig(mapped)
        rig.settings.lineLimit = limit
        return rig
    }

    private static func replayed(_ records: String, limit: Int, _ mapped: Mapped = Mapped("a", "y")) async -> (
        PipelineRig, ObjectReport?
    ) {
        let rig = rig(mapped, limit: limit)
        return (rig, await rig.result(of: .init(Array(records.utf8), chunks: [999]), acceptsQuarantine: true))
    }

    /// A line full of quotes and backslashes, each of which takes twice as much in a record.
    private static let quotes = Captured.csv(#"""# + String(repeating: #"""\"#, count: 900) + #"""#, "2")

    @Test func `a line of just the limit can be replayed however much is escaped in it`() async throws {
        let limit = Self.quotes.utf8.count
        let strict = Self.rig(Mapped("a", "y", types: "a:int"), limit: limit)
        _ = await strict.relay(Self.quotes)
        #expect(strict.quarantine.records.count == 1)
        #expect(strict.quarantine.text.utf8.count > limit + 3000)
        let (rig, result) = await Self.replayed(strict.quarantine.text, limit: limit)
        #expect(try rig.rows == Mapped("a", "y").rows(of: Self.quotes))
        #expect(result?.outcome == .delivered)
        #expect(result?.tally.quarantined == 0)
    }

    @Test(arguments: ["\u{1}", "\u{7F}", "\u{2028}", "\\", "\"", "\u{1F600}"])
    func `a line of any characters comes back as it was`(character: String) async {
        let limit = 6000
        let line = "x" + String(repeating: character, count: (limit - 1) / character.utf8.count)
        let first = Self.rig(Mapped("a", "y"), limit: limit)
        _ = await first.relay(line)
        let (again, result) = await Self.replayed(first.quarantine.text, limit: limit)
        #expect(result?.tally.quarantined == 1)
        #expect(again.quarantine.records.map(\.data) == [Array(line.utf8)])
        #expect(again.quarantine.fields.first?["reason"]?.string == "not-a-capture")
    }

    @Test func `bytes that are no text come back as they were`() async {
        let line = [UInt8](repeating: 0xFF, count: 6000)
        let first = Self.rig(Mapped("a", "y"), limit: line.count)
        _ = await first.relay(.init(line))
        let (again, _) = await Self.replayed(first.quarantine.text, limit: line.count)
        #expect(again.quarantine.records.map(\.data) == [line])
    }

    @Test func `a record whose line is longer than the limit is refused as that`() async {
        let first = Self.rig(Mapped("a", "y", types: "a:int"), limit: 1 << 20)
        _ = await first.relay(Self.quotes)
        let (rig, result) = await Self.replayed(first.quarantine.text, limit: Self.quotes.utf8.count - 1)
        #expect(rig.rows.isEmpty)
        #expect(result?.tally.quarantined == 1)
        #expect(rig.quarantine.fields.map { $0["reason"]?.string } == ["line-over-limit"])
        #expect(rig.quarantine.fields.first?["detail"]?.string?.contains("RELAY_LINE_LIMIT") == true)
    }

    @Test(arguments: [[Int.max], [1], [100]])
    func `records that were pretty-printed are read`(chunks: [Int]) async throws {
        let first = PipelineRig(Mapped("a", "y", types: "a:int"))
        _ = await first.relay("\(Captured.csv("x", "1", id: "p"))\n\(Captured.csv("y", "2", id: "q"))\n")
        var text = ""
        for record in first.quarantine.text.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(record.utf8))
            let pretty = try JSONSerialization.data(
                withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            text += String(decoding: pretty, as: UTF8.self) + "\n"
        }
        let rig = PipelineRig()
        let result = await rig.result(of: .init(Array(text.utf8), chunks: chunks), acceptsQuarantine: true)
        #expect(rig.rows == [#"{"a":"x","y":"1","id":"p"}"#, #"{"a":"y","y":"2","id":"q"}"#])
        #expect(result?.outcome == .delivered)
        #expect(result?.tally.lines == 2)
    }
}
