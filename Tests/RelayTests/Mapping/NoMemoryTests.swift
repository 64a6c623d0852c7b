import Relay
import Testing

/// A line maps the same wherever it stands.
@Suite struct NoMemoryTests {
    private static let lines =
        (Variant.csv + Variant.json + Variant.wrapped + Variant.models + Variant.encoded).map(\.line) + [
            Captured.csv("1\nx", "2\n3"), Captured.json(#"{"a":1}"#, "[1,2]"), "not a line", Captured.csv("\"1", "2"),
            Captured.line(.csv("9"), .csv("8"), metadata: ""), Captured.line(.csv("9"), nil),
            Captured.line(.csv("9"), .csv("8"), metadata: #""inferenceTime":"garbage""#),
            Captured.line(.csv("9"), .csv("8"), metadata: #""inferenceId":"i","inferenceTime":"1767225600""#),
            Captured.line(.raw(#""\ud800""#, encoding: "CSV"), .csv("8")),
        ]

    private static let mappings = [
        Mapped(metadata: "m=eventMetadata.inferenceId", id: "id"), Mapped("a,b", "y", id: "id"),
        Mapped("a,b", "y", types: "a:int,y:float", timestamp: TimestampColumn(name: "t", format: .epoch)),
        Mapped("a=a[],b?", "y?"), Mapped("a", "y", metadata: "m=eventMetadata.inferenceId"),
    ]

    private static func outcome(_ line: String, _ mapping: inout CaptureMapping) -> [String] {
        do { return try Mapped.rows(of: Array(line.utf8), offset: 7, with: &mapping) } catch {
            return ["\(error.reason): \(error.detail)"]
        }
    }

    @Test(arguments: 0..<20)
    func `shuffled lines map as each does alone`(seed: Int) {
        var random = Seeded(seed: UInt64(seed))
        for mapped in Self.mappings {
            var mapping = CaptureMapping(mapped.settings)
            mapping.begin(mapped.object)
            for line in (Self.lines + Self.lines).shuffled(using: &random) {
                var fresh = CaptureMapping(mapped.settings)
                fresh.begin(mapped.object)
                let alone = Self.outcome(line, &fresh)
                #expect(Self.outcome(line, &mapping) == alone, "\(line)")
            }
        }
    }

    @Test func `some of these lines give rows and some give none`() {
        for mapped in Self.mappings {
            let refused = Self.lines.filter { mapped.refusal(of: $0) != nil }.count
            #expect(refused > 1)
            #expect(refused < Self.lines.count)
        }
    }
}

/// Random numbers that are the same for the same seed: SplitMix64.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
