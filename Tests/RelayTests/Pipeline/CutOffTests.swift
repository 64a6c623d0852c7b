import Foundation
import Relay
import TestSupport
import Testing

/// An object that ends too early gives what was whole, and is not told as delivered.
@Suite struct CutOffTests {
    private static let captures = ["a", "b", "c"].map { Captured.csv("1", "2", id: $0) }
    private static let compact = "[\(captures.joined(separator: ","))]"
    private static let pretty = "[\n  \(captures.joined(separator: ",\n  "))\n]\n"

    /// Where each array is cut, and which captures are whole by then.
    private static let cuts: [(text: String, whole: Int)] = [compact, pretty].flatMap { array -> [(String, Int)] in
        let starts = captures.map { array.range(of: $0).map { array[..<$0.upperBound].count } ?? 0 }
        return starts.indices.flatMap { index in
            [0, 1, 3].filter { starts[index] + $0 < array.count - 1 || $0 == 0 }.map { extra in
                (String(array.prefix(starts[index] + extra)), index + 1)
            }
        }
    }

    @Test(arguments: cuts, [[Int.max], [1]])
    func `an array that ends behind a capture fails with the whole ones delivered`(
        cut: (text: String, whole: Int),
        chunks: [Int]
    ) async {
        let rig = PipelineRig()
        let result = await rig.result(of: .init(Array(cut.text.utf8), chunks: chunks))
        #expect(rig.rows.count == cut.whole, "\(cut.text.suffix(20))")
        #expect(result?.outcome == .partial, "\(cut.text.suffix(20))")
        #expect(result?.tally.delivered == cut.whole)
        #expect(result?.reason?.contains("cut off") == true)
    }

    @Test(arguments: [compact, pretty], 1...40)
    func `an array that ends inside of a capture fails with the whole ones delivered`(array: String, step: Int) async {
        let length = array.count - Self.captures[2].count / 2
        let text = String(array.prefix(length * step / 40))
        let whole = Self.captures.filter { text.contains($0) }.count
        let rig = PipelineRig()
        let result = await rig.result(of: .init(Array(text.utf8)))
        #expect(rig.rows.count == whole)
        #expect(result?.outcome == (whole > 0 ? .partial : .failed), "\(text.suffix(20))")
        #expect(result?.tally.delivered == whole)
    }

    @Test(arguments: ["[", "[[", "[[[[", "[[[[\n", " [ \n [ "])
    func `brackets that are never closed fail`(text: String) async {
        let rig = PipelineRig()
        let result = await rig.result(of: .init(Array(text.utf8)))
        #expect(result?.outcome == .failed)
        #expect(rig.rows.isEmpty)
    }

    @Test(arguments: [compact, pretty, "[]", "[\n]\n", compact + "\n", "\u{FEFF}" + compact])
    func `an array that is closed is whole`(array: String) async {
        let result = await PipelineRig().result(of: .init(Array(array.utf8)))
        #expect(result?.outcome == .delivered)
        #expect(result?.tally.undelivered == 0)
    }

    @Test(arguments: [[Int.max], [300]])
    func `a line over the limit that breaks off with its gzip stream is counted`(chunks: [Int]) async {
        var random = SeededGenerator(seed: 3)
        let noise = (0..<60_000).map { _ in UInt8.random(in: 0x23...0x5B, using: &random) }
        let bytes = Gzip.compressed(Array("\(Captured.csv("1", "2", id: "good"))\n".utf8) + noise)
        var rig = PipelineRig()
        rig.settings.lineLimit = 2000
        let result = await rig.result(of: .init(bytes.dropLast(20_000), chunks: chunks))
        #expect(rig.rows == [#"{"a":"1","y":"2","id":"good"}"#])
        #expect(result?.outcome == .partial)
        #expect(result?.tally.lines == 2)
        #expect(result?.tally.delivered == 1)
        #expect(result?.tally.quarantined == 0)
        #expect(result?.tally.undelivered == 1)
    }
}
