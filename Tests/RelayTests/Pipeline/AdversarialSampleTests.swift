import Relay
import Testing

/// Captures that were made to be hard give what is expected of them.
@Suite struct AdversarialSampleTests {
    /// How many rows each file gives, and which of its lines are quarantined, by their numbers, or ignored.
    private static let expected: [String: (rows: Int, quarantined: [Int], ignored: Int)] = [
        "01-empty.jsonl": (0, [], 0), "03-no-final-newline.jsonl": (2, [], 0), "05-bom.jsonl": (1, [], 0),
        "06-truncated-tail.jsonl": (1, [2], 0), "07-garbage-middle.jsonl": (2, [2], 0),
        "09-two-objects-one-line.jsonl": (0, [1], 0), "12-input-only.jsonl": (1, [], 0),
        "14-no-payload.jsonl": (0, [1, 2], 0), "16-bad-base64.jsonl": (3, [1, 5], 0),
        "18-label-lies.jsonl": (5, [], 0), "20-quoted-csv.jsonl": (2, [], 0), "22-headers.jsonl": (6, [], 0),
        "24-transposed-output.jsonl": (4, [], 0), "26-numbers.jsonl": (0, [1], 0),
        "28-invalid-utf8.jsonl": (1, [1], 0), "30-times.jsonl": (9, [], 0), "32-metadata.jsonl": (6, [], 1),
        "34-gzipped.jsonl": (1, [], 0),
    ]

    private static func relayed(_ name: String, _ mapped: Mapped) async throws -> (PipelineRig, ObjectReport?) {
        let rig = PipelineRig(mapped)
        let result = await rig.result(of: .init(try SampleFolder.bytes(of: "adversarial/\(name)"), chunks: [97]))
        return (rig, result)
    }

    @Test func `each file gives its rows and no wrong one`() async throws {
        let names = SampleFolder.names(in: "adversarial").filter { $0.hasSuffix(".jsonl") }
        guard !names.isEmpty else { return }
        #expect(names == Self.expected.keys.sorted())
        for name in names {
            let (rig, result) = try await Self.relayed(name, Mapped(id: "id"))
            let expected = try #require(Self.expected[name])
            #expect(rig.rows.count == expected.rows, "\(name)")
            #expect(rig.quarantine.records.map(\.line) == expected.quarantined, "\(name)")
            #expect(result?.tally.ignored == expected.ignored, "\(name)")
            #expect(result?.outcome == .delivered, "\(name)")
        }
    }

    @Test func `times that are none are refused with a timestamp column alone`() async throws {
        guard !SampleFolder.names(in: "adversarial").isEmpty else { return }
        let timed = Mapped(timestamp: TimestampColumn(name: "t", format: .epoch))
        let (rig, _) = try await Self.relayed("30-times.jsonl", timed)
        #expect(rig.quarantine.records.map(\.line) == [7, 8, 9])
        #expect(rig.rows.count == 6)
        #expect(rig.rows.allSatisfy { $0.contains(#""t":1767225600"#) })
    }

    @Test func `quoted cells keep their places`() async throws {
        guard !SampleFolder.names(in: "adversarial").isEmpty else { return }
        let (rig, _) = try await Self.relayed("20-quoted-csv.jsonl", Mapped("a,b,c,d", "y"))
        #expect(
            rig.rows == [
                #"{"a":"a, b","b":"say \"hi\"","c":"line1\nline2","d":"","y":"0.1"}"#,
                #"{"a":"c","b":"","c":"","d":"4","y":"0.2"}"#,
            ])
    }

    @Test func `a line without its answer is refused where columns want one`() async throws {
        guard !SampleFolder.names(in: "adversarial").isEmpty else { return }
        let (both, _) = try await Self.relayed("12-input-only.jsonl", Mapped("a,b,c", "y"))
        #expect(both.quarantine.records.map(\.line) == [1])
        let (one, _) = try await Self.relayed("12-input-only.jsonl", Mapped("a,b,c", ""))
        #expect(one.rows == [#"{"a":"1","b":"2","c":"3"}"#])
    }
}
