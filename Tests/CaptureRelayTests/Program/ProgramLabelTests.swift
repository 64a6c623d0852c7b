import Foundation
import TestSupport
import Testing

/// The program with ground truth.
@Suite struct ProgramLabelTests {
    private static let labels = ["CAPTURE_LABEL_COLUMNS": "churned", "CAPTURE_COLUMN_TYPES": "churned:int"]
    private static let line =
        #"{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":"a"},"eventVersion":"0"}"#

    @Test func `Labels are rows of the same file as captures`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.line, to: "labels.jsonl")
        try folder.write("id,churned\nb,0\n", to: "labels.csv")
        let sources = [folder.path("labels.jsonl"), folder.path("labels.csv")]
        let ending = try await Program.run(["replay"] + sources, Self.labels)
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.lines == [#"{"id":"a","churned":1}"#, #"{"id":"b","churned":0}"#])
    }

    @Test func `A dry run shows the update that Fiddler would get`() async throws {
        let fiddler = [
            "FIDDLER_URL": "https://example.fiddler.ai", "FIDDLER_TOKEN": "abc123", "CAPTURE_ID_COLUMN": "event_id",
            "FIDDLER_MODEL_UUID": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60",
        ]
        let ending = try await Program.run(
            ["replay", "--dry-run", "-"], Self.labels.merging(fiddler) { $1 }, input: Data(Self.line.utf8))
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.lines.first == "PATCH https://example.fiddler.ai/v3/events")
        #expect(ending.lines.contains { $0.contains(#""events":[{"event_id":"a","churned":1}]"#) })
    }

    @Test func `What is quarantined of a table comes back by its file`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("id,churned\na,yes\nb,0\n", to: "labels.csv")
        let quarantine = ["RELAY_QUARANTINE_URL": "file://\(folder.path("aside"))"]
        let first = try await Program.run(
            ["replay", folder.path("labels.csv")], Self.labels.merging(quarantine) { $1 })
        #expect(first.code == 3, "\(first.messages)")
        let name = try #require(try folder.names(in: "aside").last)
        let second = try await Program.run(
            ["replay", folder.path("aside/\(name)")], ["CAPTURE_LABEL_COLUMNS": "churned"])
        #expect(second.code == 0, "\(second.messages)")
        #expect(second.lines == [#"{"id":"a","churned":"yes"}"#])
    }
}
