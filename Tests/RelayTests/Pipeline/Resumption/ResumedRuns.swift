import JSON
import TestSupport
import Testing

@testable import Relay

/// Runs over one object, each of which finds what the one before left behind.
struct ResumedRuns {
    /// Bytes that can be read again, perhaps from any place.
    final class Body: ObjectBody {
        private let bytes: [UInt8]
        private let chunk: Int
        private let canSeek: Bool
        private(set) var place = 0
        private(set) var bytesRead = 0
        let version: String? = "v1"

        init(_ bytes: [UInt8], chunk: Int, canSeek: Bool) {
            self.bytes = bytes
            self.chunk = chunk
            self.canSeek = canSeek
        }

        func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
            let count = min(chunk, bytes.count - place)
            buffer.append(contentsOf: Array(bytes[place..<place + count]))
            place += count
            bytesRead += count
            return count
        }

        func seek(to offset: Int) async throws(FetchError) -> Bool {
            guard canSeek else { return false }
            place = offset
            return true
        }
    }

    private final class Store: ObjectStore {
        private let body: Body
        init(_ body: Body) { self.body = body }
        func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody { body }
    }

    let reference = ObjectReference(bucket: "captures", key: "churn/a.jsonl", versionID: "v1")
    var settings = PipelineSettings()
    var bytes: [UInt8]
    var canSeek = true
    var chunk = 1000
    /// What lies on the shelves.
    var progress: [String: [UInt8]] = [:]
    var quarantine: [String: [UInt8]] = [:]
    /// The ids that were accepted, as often as they were.
    private(set) var accepted: [String] = []
    let log = PipelineRig.Log()

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        settings.mapping = Mapped("a", "y", id: "id").settings
        settings.waiting = NoWaiting()
    }

    /// Runs once, and leaves behind what was there after a number of deeds: of all of them, unless a kill is told.
    @discardableResult
    mutating func run(_ monitor: (Journal) -> any Sink, killedAfter place: (Int) -> Int = { $0 }) async -> (
        report: ObjectReport, deeds: [Journal.Deed]
    ) {
        let journal = Journal()
        let progressShelf = MemoryShelf(progress) { journal.note(.progress(name: $0, bytes: $1)) }
        let quarantineShelf = MemoryShelf(quarantine) { journal.note(.quarantine(name: $0, bytes: $1)) }
        var settings = settings
        var kept = ProgressSettings(shelf: progressShelf, identity: "test")
        kept.holder = "a run before"
        kept.hasEnded = { _ in true }
        kept.runEndsAt = Timestamp.now.seconds + 900
        settings.progress = kept
        var ends = PipelineEnds(sink: monitor(journal), quarantine: quarantineShelf, log: log)
        if settings.mapping.labels != nil { ends.labelSink = ends.sink }
        var report = Report()
        let store = Store(Body(bytes, chunk: chunk, canSeek: canSeek))
        await Pipeline(to: ends, settings: settings)
            .relay(reference, from: store, acceptsQuarantine: false, into: &report)
        #expect(report.total.isTrue, "\(report.total)")
        let deeds = Array(journal.deeds[..<place(journal.deeds.count)])
        progress = deeds.progress(over: progress)
        quarantine = deeds.quarantine(over: quarantine)
        accepted += deeds.accepted
        return (report.details[0], deeds)
    }

    /// How far the object is by what was kept.
    var record: ProgressRecord? { progress.values.first.flatMap { ProgressRecord($0) } }

    /// What is quarantined, as `line` where the whole of it is, else as `line.row`.
    var quarantined: [String] {
        quarantine.values.flatMap { bytes in
            String(decoding: bytes, as: UTF8.self).split(separator: "\n").flatMap { line -> [String] in
                var buffer = ByteBuffer()
                buffer.append(text: String(line))
                guard let record = try? QuarantineRecord(parsing: buffer.bytes) else { return ["unreadable"] }
                return record.rows.map { $0.map { "\(record.line).\($0)" } } ?? ["\(record.line)"]
            }
        }
    }
}
