import JSON
import Relay
import TestSupport
import Testing

/// Objects of labels that earlier runs began, and whose rows a monitor refuses in part.
@Suite struct LabelResumptionTests {
    /// So many labels, as a table whose records go over two lines each or as ground truth of several rows.
    private static func bytes(_ count: Int, isTable: Bool) -> [UInt8] {
        var text = isTable ? "\u{FEFF}id,note,y\r\n" : ""
        for number in 0..<count {
            text += isTable ? "e\(number),\"a\n\(number)\",1\r\n" : Labelled.line("1\n0\n1", id: "e\(number)") + "\n"
        }
        return Array(text.utf8)
    }

    private static func ids(_ count: Int, isTable: Bool) -> Set<String> {
        Set((0..<count).flatMap { number in isTable ? ["e\(number)"] : (0..<3).map { "e\(number)-\($0)" } })
    }

    @Test(arguments: 0..<60)
    func `whatever happens, all labels are accepted or quarantined in the end`(seed: Int) async throws {
        var lot = SeededGenerator(seed: UInt64(seed))
        let isTable = seed % 2 == 0
        let ids = Self.ids(200, isTable: isTable)
        let refused = Set(ids.filter { _ in Int.random(in: 0..<20, using: &lot) == 0 })
        var runs = ResumedRuns(Self.bytes(200, isTable: isTable))
        runs.settings.mapping.labels = Labelled("y", types: "y:int").settings
        runs.settings.batchRows = Int.random(in: 1...9, using: &lot)
        runs.settings.concurrency = 3
        runs.chunk = Int.random(in: 1...6000, using: &lot)
        runs.canSeek = seed % 3 > 0
        for run in 0...4 {
            let isLast = run == 4
            let monitorSeed = UInt64.random(in: 0...1000, using: &lot)
            var later = lot
            await runs.run {
                FickleMonitor($0, refused: refused, .init(retries: 10, stops: isLast ? 0 : 10), seed: monitorSeed)
            } killedAfter: {
                isLast ? $0 : Int.random(in: 0...$0, using: &later)
            }
            lot = later
        }
        #expect(Set(runs.accepted) == ids.subtracting(refused))
        let again = try await Self.replayed(runs)
        #expect(Set(again) == refused)
    }

    /// The ids that a replay of the quarantine sends.
    private static func replayed(_ runs: ResumedRuns) async throws -> [String] {
        var rig = PipelineRig()
        rig.settings.mapping.labels = runs.settings.mapping.labels
        let records = runs.quarantine.values.flatMap { $0 }
        _ = await rig.relay(PipelineRig.Body(records), acceptsQuarantine: true)
        return try rig.labels.map { try JSONValue(parsing: $0)["id"]?.string ?? "" }
    }
}
