import JSON
import TestSupport
import Testing

@testable import Relay

@Suite struct CaptureCollectorTests {
    private static let object = ObjectReference(bucket: "b", key: "k")

    private static func ids(_ texts: String...) -> [LabelID] { texts.map { LabelID(Array($0.utf8)) } }

    /// The ids that are known after a search over captures with ids.
    private static func known(_ wanted: [LabelID], _ ids: [String], limit: Int) -> [Bool] {
        var collector = CaptureCollector(wanted, relaysShadow: false, limit: limit)
        for (place, id) in ids.enumerated() {
            reading(Captured.csv("1", "2", id: id)) { collector.take($0, offset: place, of: object) }
        }
        let lookup = collector.lookup()
        return wanted.map { lookup.knows($0) }
    }

    @Test func `beyond the limit a label is left for the next search, but the first one never`() {
        let size = Captured.csv("1", "2", id: "a").utf8.count
        let wanted = Self.ids("a", "b", "c", "d")
        #expect(Self.known(wanted, ["b", "c", "a"], limit: size * 2) == [true, true, true, true])
        #expect(Self.known(wanted, ["b", "c", "a"], limit: size) == [true, true, false, false])
        #expect(Self.known(wanted, ["b", "c"], limit: size) == [true, true, false, true])
        #expect(Self.known(wanted, ["a", "b"], limit: 1) == [true, false, false, false])
    }

    @Test func `a line that has room says nothing of an id of its own that has none`() {
        let size = Captured.csv("1", "2", id: "a").utf8.count
        let row = "0c6e9d4a-0000-4000-8000-00000000000a-1"
        let ids = ["a", "x", "x-1", String(row.dropLast(2))]
        #expect(Self.known(Self.ids("a", "x-1", row), ids, limit: size * 2) == [true, false, false])
        #expect(Self.known(Self.ids("a", "x-1", row), ids, limit: size * 9) == [true, true, true])
        #expect(Self.known(Self.ids("x-1", "a"), ["x", "a"], limit: size) == [true, false])
    }

    @Test(arguments: [
        ("a-1", "a", 1), ("a-0", "a", 0), ("a-b-12", "a-b", 12), ("a-01", nil, nil), ("-1", nil, nil), ("1", nil, nil),
        ("a-1234567890", nil, nil), ("", nil, nil), ("a-", nil, nil),
    ])
    func `an id may name a row by a number behind it`(text: String, line: String?, row: Int?) {
        let id = LabelID(Array(text.utf8))
        #expect(id.line == line.map { Array($0.utf8) })
        #expect(id.row == row)
    }

    /// The service's own ids, each given once, and ids of callers, given to as many inferences as they like.
    private static let ids = (
        service: ["0c6e9d4a-0000-4000-8000-00000000000a", "0c6e9d4a-0000-4000-8000-00000000000b"],
        callers: ["x", "x-0", "x-1", "0c6e9d4a-0000-4000-8000-00000000000c", "0c6e9d4a-0000-4000-8000-00000000000c-1"]
    )

    @Test(arguments: 0..<200) func `however little has room, each label gets the capture that is its own`(seed: UInt64)
    {
        var random = SeededGenerator(seed: seed)
        let names = (0..<Int.random(in: 0...9, using: &random)).compactMap { _ in
            Self.ids.callers.randomElement(using: &random)
        }
        let lines =
            Self.ids.service.filter { _ in Bool.random(using: &random) }.map {
                (id: $0, line: Captured.csv("1", "2", id: $0))
            }
            + names.map { id in
                let metadata = #""eventId":"e","inferenceId":"\#(id)""#
                return (
                    id, Captured.line(.csv("\(Int.random(in: 0...1, using: &random))"), .csv("2"), metadata: metadata)
                )
            }
        let captures = lines.shuffled(using: &random)
        let all = Self.ids.service.flatMap { [$0, $0 + "-1"] } + Self.ids.callers
        let wanted = all.shuffled(using: &random).map { LabelID(Array($0.utf8)) }
        var left = wanted[...]
        while let first = left.first {
            var collector = CaptureCollector(
                Array(left), relaysShadow: false, limit: captures.first.map { $0.line.utf8.count * 2 } ?? 0)
            for (place, capture) in captures.enumerated() where !collector.isComplete {
                reading(capture.line) { collector.take($0, offset: place, of: Self.object) }
            }
            let lookup = collector.lookup()
            #expect(lookup.knows(first))
            while let label = left.first, lookup.knows(label) {
                let own = captures.filter { Array($0.id.utf8) == label.text }
                let found = own.isEmpty ? captures.filter { Array($0.id.utf8) == label.line } : own
                let known = lookup.capture(of: label)?.capture
                #expect(known.map { String(decoding: $0.bytes, as: UTF8.self) } == found.first?.line)
                #expect((known?.rival != nil) == (Set(found.map(\.line)).count > 1))
                left.removeFirst()
            }
            if !lookup.knows(first) { return }
        }
    }
}
