import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import Relay

/// Records of a run that did not come to its end, or could not be written.
@Suite struct UnfinishedQuarantineTests {
    private let folder: TemporaryFolder
    private let object = ObjectReference(bucket: "captures", key: "churn/a.jsonl", versionID: "v1")

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Relays an object into the folder.
    private func relay(_ text: String, failure: FetchError? = nil, sink: PipelineRig.Sink = .init()) async -> Report {
        var settings = PipelineSettings()
        settings.mapping = Mapped("a", "y").settings
        let shelf = FolderShelf(folder: folder.path("q"), setting: "RELAY_QUARANTINE_URL", waiting: ClockWaiting())
        let ends = PipelineEnds(sink: sink, quarantine: shelf, log: PipelineRig.Log())
        let pipeline = Pipeline(to: ends, settings: settings)
        var report = Report()
        let body = PipelineRig.Body(Array(text.utf8), failure: failure)
        await pipeline.relay(object, from: PipelineRig.Store(body), acceptsQuarantine: false, into: &report)
        #expect(report.total.isTrue)
        return report
    }

    /// The names of the documents.
    private func names() throws -> [String] {
        try folder.names(in: "q").filter { $0.hasSuffix(".quarantine.jsonl") }
    }

    @Test func `an object that breaks off leaves the records of an earlier run alone`() async throws {
        _ = await relay("bad one\nbad two\n")
        let name = try #require(try names().first)
        let before = folder.text(of: "q/\(name)")
        let failure = FetchError.unreadable(uri: object.uri, reason: "the script says so")
        let report = await relay("bad one\n", failure: failure)
        #expect(report.details.map(\.outcome) == [.failed])
        #expect(report.total.quarantined == 0)
        #expect(report.total.undelivered == 1)
        #expect(try names() == [name])
        #expect(folder.text(of: "q/\(name)") == before)
        #expect(before?.split(separator: "\n").count == 2)
    }

    @Test func `a sink that fails leaves the records of an earlier run alone`() async throws {
        _ = await relay("bad one\nbad two\n")
        let name = try #require(try names().first)
        let sink = PipelineRig.Sink()
        sink.failingBatch = 1
        let report = await relay("bad one\n\(Captured.csv("1", "2"))\n", sink: sink)
        #expect(report.failed == 1)
        #expect(try names() == [name])
        #expect(folder.text(of: "q/\(name)")?.split(separator: "\n").count == 2)
    }

    @Test func `lines whose records cannot be written are undelivered`() async throws {
        _ = await relay("bad\n")
        let name = try #require(try names().first)
        try FileManager.default.removeItem(atPath: folder.path("q/\(name)"))
        // A folder under the name of the file.
        try folder.write("", to: "q/\(name)/x")
        let report = await relay("bad\n\(Captured.csv("1", "2"))\nbad\n")
        #expect(report.details.map(\.outcome) == [.partial])
        #expect(report.total.quarantined == 0)
        #expect(report.total.delivered == 1)
        #expect(report.total.undelivered == 2)
    }
}
