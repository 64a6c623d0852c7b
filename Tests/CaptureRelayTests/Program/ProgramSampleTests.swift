import Foundation
import JSON
import Testing

@Suite struct ProgramSampleTests {
    private static let rowCounts = [
        "continuation-in-sqs": 7, "continuation": 7, "dead-letters": 9, "eventbridge-in-sqs": 6, "eventbridge": 2,
        "failed-event": 7, "s3-batch-1.0": 2, "s3-batch-2.0": 11, "s3-encoded-key": 2, "s3-mixed": 9,
        "s3-notification": 7, "s3-removal": 0,
        "s3-two-objects": 14, "saved-list": 14, "sns-in-sqs-raw": 7, "sns-in-sqs": 6, "sns": 7, "sqs": 18,
        "step-functions-item": 2, "step-functions": 20, "test-event-in-sqs": 0, "test-event": 0,
    ]

    private static let columns = [
        "age", "plan", "city, state", "monthly_spend", "inferred_at", "churn_probability", "event_id",
    ]

    @Test func `The table knows every sample event`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Program.events.path)
        #expect(
            Set(files.filter { $0.hasSuffix(".json") }) == Set(Self.rowCounts.keys.map { "\($0).json" }))
    }

    @Test(arguments: rowCounts)
    func `A sample event becomes rows with the configured columns in order`(name: String, count: Int) async throws {
        let event = Program.events.appending(path: "\(name).json").path
        let ending = try await Program.run(["replay", "--env-file", Program.sampleSettings, event])
        #expect(ending.code == 0, "\(ending.messages)")
        let rows = try ending.rows()
        #expect(rows.count == count)
        for row in rows { #expect(row.map(\.key) == Self.columns) }
    }

    @Test func `An event from standard input finds its objects in the current folder`() async throws {
        let event = try Data(contentsOf: Program.events.appending(path: "s3-notification.json"))
        let arguments = ["replay", "--env-file", Program.sampleSettings, "-"]
        #expect(try await Program.run(arguments, input: event, in: Program.events).lines.count == 7)
    }

    @Test func `Several sources of several kinds are one run`() async throws {
        let names = [
            "s3-notification.json", "test-event.json",
            "objects/example-churn-captures/churn/captures/churn-endpoint/AllTraffic/2026/11/20/12/"
                + "45-07-391-baeebb48-936b-4ac2-bce1-cb3400e287d7.jsonl",
        ]
        let sources = names.map { Program.events.appending(path: $0).path }
        let ending = try await Program.run(["replay", "--env-file", Program.sampleSettings] + sources)
        #expect(ending.code == 0)
        #expect(try ending.rows().count == 11)
        #expect(ending.messages.contains("3 objects: 2 delivered, 1 skipped;"))
    }
}
