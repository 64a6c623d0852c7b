import HTTP
import JSON
import Relay
import TestSupport
import Testing

/// From some time on nothing more is taken, and what was taken is delivered.
@Suite struct DeadlineTests {
    /// Bytes of which each chunk takes ten seconds to come.
    private final class SlowBody: ObjectBody {
        private let body: PipelineRig.Body
        private let clock: NoWaiting

        var bytesRead: Int { body.bytesRead }

        init(_ body: PipelineRig.Body, _ clock: NoWaiting) {
            self.body = body
            self.clock = clock
        }

        func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
            _ = await clock.wait(.seconds(10))
            return try await body.read(into: &buffer)
        }
    }

    /// A store whose objects all have the same bytes.
    private final class SlowStore: ObjectStore {
        private let text: String
        private let chunk: Int
        private let clock: NoWaiting
        private(set) var opened: [String] = []

        init(_ text: String, chunk: Int, _ clock: NoWaiting) {
            self.text = text
            self.chunk = chunk
            self.clock = clock
        }

        func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
            opened.append(reference.key)
            return SlowBody(PipelineRig.Body(Array(text.utf8), chunks: [chunk]), clock)
        }
    }

    /// A line of 5,000 bytes with its line break, so that one is more than the beginning that tells the kind.
    private static func line(_ number: Int) -> String {
        let frame = Captured.csv("", "1", id: "e\(number)").utf8.count + 1
        return Captured.csv(String(repeating: "7", count: 5000 - frame), "1", id: "e\(number)") + "\n"
    }

    private static let text = (0..<6).map(line).joined()

    /// Relays objects that come in chunks, when there are so many seconds.
    private static func relay(
        _ keys: String...,
        text: String = text,
        chunk: Int,
        seconds: Int,
        _ rig: PipelineRig = PipelineRig()
    ) async -> (rig: PipelineRig, report: Report, opened: [String]) {
        let clock = NoWaiting()
        var rig = rig
        rig.settings.now = { clock.now }
        rig.settings.stopsAt = clock.now + .seconds(seconds)
        var announcement = Announcement()
        announcement.parts = [Part()]
        announcement.parts[0].objects = keys.map { ObjectReference(bucket: "captures", key: $0) }
        let store = SlowStore(text, chunk: chunk, clock)
        let report = await rig.relay(announcement, from: store)
        return (rig, report, store.opened)
    }

    @Test func `the lines that were read before are delivered and the others are not taken`() async throws {
        let (rig, report, _) = await Self.relay("a", chunk: 5000, seconds: 25)
        #expect(rig.rows.count == 3)
        let result = try #require(report.details.first)
        #expect(result.outcome == .partial)
        #expect(result.reason?.hasPrefix("out of time after line 3; ") == true)
        #expect(result.tally.lines == 3)
        #expect(result.tally.delivered == 3)
        #expect(result.isTemporary)
        #expect(result.stop == .outOfTime)
        #expect(report.stops == [.outOfTime: 1])
        #expect(report.failedTemporarily == 1)
    }

    @Test func `a line of which the beginning was read is undelivered`() async throws {
        let (rig, report, _) = await Self.relay("a", chunk: 7000, seconds: 20)
        #expect(rig.rows.count == 2)
        let result = try #require(report.details.first)
        #expect(result.tally.lines == 3)
        #expect(result.tally.delivered == 2)
        #expect(result.tally.undelivered == 1)
        #expect(result.reason?.hasPrefix("out of time after line 2; ") == true)
    }

    @Test func `an object of which no line was delivered has failed`() async throws {
        let (rig, report, _) = await Self.relay("a", chunk: 4500, seconds: 10)
        #expect(rig.rows.isEmpty)
        #expect(report.details.map(\.outcome) == [.failed])
        #expect(report.total.undelivered == 1)
    }

    @Test func `objects that were not begun are failed and not opened`() async throws {
        let (rig, report, opened) = await Self.relay("a", "b", "c", chunk: 15_000, seconds: 25)
        #expect(opened == ["a"])
        #expect(rig.rows.count == 6)
        #expect(report.details.map(\.outcome) == [.delivered, .failed, .failed])
        #expect(report.details.last?.reason?.hasPrefix("no time was left to begin it") == true)
        #expect(report.details.dropFirst().allSatisfy { $0.isTemporary && $0.stop == .outOfTime })
        #expect(rig.log.messages(with: "s3://captures/c: no time was left to begin it").count == 1)
    }

    @Test func `objects that were not begun since others took the time come back by the queue`() async throws {
        var rig = PipelineRig()
        let queue = MemoryQueue()
        rig.settings.continuation = queue
        let (_, report, opened) = await Self.relay("a", "b", "c", chunk: 15_000, seconds: 25, rig)
        #expect(opened == ["a"])
        #expect(report.failed == 0)
        #expect(report.handedOn == 2)
        let messages = try queue.sent.documents.mapValues { try JSONValue(parsing: $0) }
        #expect(Set(messages.keys) == ["s3://captures/b", "s3://captures/c"])
        #expect(messages["s3://captures/b"]?["object"]?["key"]?.string == "b")
        #expect(messages["s3://captures/b"]?["position"] == nil)
        #expect(report.details[1].reason == "no time was left to begin it, and a message that brings it back was sent")
    }

    @Test func `where no object was begun, none comes back by the queue`() async {
        var rig = PipelineRig()
        let queue = MemoryQueue()
        rig.settings.continuation = queue
        let (_, report, opened) = await Self.relay("a", "b", chunk: 15_000, seconds: 0, rig)
        #expect(opened.isEmpty)
        #expect(report.failed == 2)
        #expect(queue.sent.documents.isEmpty)
    }

    @Test(arguments: [35, 1000])
    func `who has the time delivers all`(seconds: Int) async throws {
        let (rig, report, _) = await Self.relay("a", chunk: 10_000, seconds: seconds)
        #expect(report.details.map(\.outcome) == [.delivered])
        #expect(rig.rows.count == 6)
        #expect(report.stops.isEmpty)
    }

    @Test func `an object that is no captures is skipped all the same`() async throws {
        let (_, report, _) = await Self.relay("a", text: #"["a.csv.out"]"#, chunk: .max, seconds: 5)
        #expect(report.details.map(\.outcome) == [.skipped])
    }

    @Test func `the quarantine of an object that was cut short is kept, unless an earlier run kept a whole one`()
        async throws
    {
        let text = "no capture\n" + Self.text
        let rig = PipelineRig()
        let (_, report, _) = await Self.relay("a", text: text, chunk: 5011, seconds: 15, rig)
        #expect(rig.quarantine.records.map(\.line) == [1])
        #expect(report.total.quarantined == 1)
        #expect(report.total.delivered == 2)
        let before = rig.quarantine.writes.count
        var second = PipelineRig()
        second.quarantine = rig.quarantine
        let (_, again, _) = await Self.relay("a", text: text, chunk: 5011, seconds: 15, second)
        #expect(rig.quarantine.writes.count == before)
        #expect(again.total.quarantined == 0)
        #expect(again.total.undelivered == report.total.undelivered + 1)
    }

    @Test func `what a sink refuses may succeed when it is tried again`() async throws {
        for isLate in [false, true] {
            let rig = PipelineRig()
            if isLate { rig.sink.finishFails = true } else { rig.sink.failingBatch = 1 }
            let result = await rig.result(of: .init(Array(Self.text.utf8)))
            #expect(result?.isTemporary == true)
            #expect(result?.stop == nil)
        }
    }

    @Test func `an object whose reading was interrupted may succeed when it is tried again`() async throws {
        let failure = FetchError.interrupted(uri: "s3://captures/a")
        let result = await PipelineRig().result(of: .init(Array(Self.text.utf8), failure: failure))
        #expect(result?.outcome == .partial)
        #expect(result?.stop == .interrupted)
        #expect(result?.isTemporary == true)
    }

    @Test func `what cannot be kept or is wrong with the object stays wrong`() async throws {
        let rig = PipelineRig()
        rig.quarantine.error = MemoryShelf.error
        #expect(await rig.result(of: .init(Array("no capture".utf8)))?.isTemporary == false)
        #expect(await PipelineRig().result(of: .init(Array("[[".utf8)))?.isTemporary == false)
    }
}
