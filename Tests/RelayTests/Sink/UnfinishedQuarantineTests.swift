import Foundation
import JSON
import Relay
import TestSupport
import Testing

/// Records of a run that did not come to its end, or could not be written.
@Suite struct UnfinishedQuarantineTests {
    private let folder: TemporaryFolder
    private let object = ObjectReference(bucket: "captures", key: "churn/a.jsonl", versionID: "v1")

    init() throws {
        folder = try TemporaryFolder()
    }

    private func keep(_ text: String, isWhole: Bool) async throws -> String? {
        let quarantine = FolderQuarantine(folder: folder.path("q"))
        var buffer = ByteBuffer()
        buffer.append(text: text)
        try await quarantine.keep(buffer.bytes, of: object)
        return try await quarantine.finish(object, isWhole: isWhole)
    }

    /// Relays an object into the folder.
    private func relay(_ text: String, failure: FetchError? = nil, sink: PipelineRig.Sink = .init()) async -> Report {
        var settings = PipelineSettings()
        settings.mapping = Mapped("a", "y").settings
        let pipeline = Pipeline(
            into: sink, quarantine: FolderQuarantine(folder: folder.path("q")), settings: settings,
            log: PipelineRig.Log())
        var report = Report()
        let body = PipelineRig.Body(Array(text.utf8), failure: failure)
        await pipeline.relay(object, from: PipelineRig.Store(body), acceptsQuarantine: false, into: &report)
        #expect(report.total.isTrue)
        return report
    }

    @Test func `records of half an object do not take the place of those of a whole one`() async throws {
        let final = try #require(try await keep("whole\n", isWhole: true))
        let part = try await keep("half\n", isWhole: false)
        #expect(part == final + ".part")
        #expect(try folder.names(in: "q").count == 2)
        #expect(try String(contentsOfFile: final, encoding: .utf8) == "whole\n")
        #expect(try String(contentsOfFile: final + ".part", encoding: .utf8) == "half\n")
        #expect(try await keep("whole again\n", isWhole: true) == final)
        #expect(try folder.names(in: "q").count == 1)
        #expect(try String(contentsOfFile: final, encoding: .utf8) == "whole again\n")
    }

    @Test func `an object that breaks off leaves the records of an earlier run alone`() async throws {
        _ = await relay("bad one\nbad two\n")
        let name = try #require(try folder.names(in: "q").first)
        let before = folder.text(of: "q/\(name)")
        let failure = FetchError.unreadable(uri: object.uri, reason: "the script says so")
        let report = await relay("bad one\n", failure: failure)
        #expect(report.details.map(\.outcome) == [.failed])
        #expect(report.total.quarantined == 1)
        #expect(try folder.names(in: "q") == [name, name + ".part"])
        #expect(folder.text(of: "q/\(name)") == before)
        #expect(before?.split(separator: "\n").count == 2)
    }

    @Test func `a sink that fails leaves the records of an earlier run alone`() async throws {
        _ = await relay("bad one\nbad two\n")
        let name = try #require(try folder.names(in: "q").first)
        let sink = PipelineRig.Sink()
        sink.failingBatch = 1
        let report = await relay("bad one\n\(Captured.csv("1", "2"))\n", sink: sink)
        #expect(report.failed == 1)
        #expect(try folder.names(in: "q") == [name, name + ".part"])
        #expect(folder.text(of: "q/\(name)")?.split(separator: "\n").count == 2)
    }

    @Test func `lines whose records cannot be written are undelivered, and no final file is left`() async throws {
        _ = await relay("bad\n")
        let name = try #require(try folder.names(in: "q").first)
        try FileManager.default.removeItem(atPath: folder.path("q/\(name)"))
        // A folder under the name of the unfinished file.
        try folder.write("", to: "q/\(name).part/x")
        let report = await relay("bad\n\(Captured.csv("1", "2"))\nbad\n")
        #expect(report.details.map(\.outcome) == [.failed])
        #expect(report.details.first?.reason?.contains("RELAY_QUARANTINE_URL") == true)
        #expect(report.total.quarantined == 0)
        #expect(report.total.undelivered == report.total.lines)
        #expect(try folder.names(in: "q") == [name + ".part"])
    }

    @Test func `lines whose records cannot be finished are undelivered`() async throws {
        _ = await relay("bad\n")
        let name = try #require(try folder.names(in: "q").first)
        try FileManager.default.removeItem(atPath: folder.path("q/\(name)"))
        // A folder under the name of the finished file.
        try folder.write("", to: "q/\(name)/x")
        let report = await relay("bad\n\(Captured.csv("1", "2"))\nbad\n")
        #expect(report.details.map(\.outcome) == [.partial])
        #expect(report.total.quarantined == 0)
        #expect(report.total.delivered == 1)
        #expect(report.total.undelivered == 2)
    }
}
