import JSON
import Relay
import Synchronization
import TestSupport
import Testing

@testable import CaptureRelay

/// Backfills that relay from a store in memory into a file.
@Suite struct RelayHereTests {
    private let rig = BackfillRig()
    private let folder: TemporaryFolder
    private let store = Shelved()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func relay(_ list: MemoryList, _ arguments: [String] = []) async throws -> ExitCode {
        var settings = try Settings(environment: Capture.settings)
        settings.sink = .file(path: folder.path("rows"))
        let console = rig.console
        let ends = PipelineEnds(sink: FileSink(path: folder.path("rows")), quarantine: nil, log: console)
        let pipelineSettings = settings.pipeline
        return try await rig.run(
            ["--here"] + arguments, list, settings: settings,
            relaying: { [store] in (MemoryStore(store), Pipeline(to: ends, settings: pipelineSettings)) })
    }

    private var ids: [String] {
        (folder.text(of: "rows")?.split(separator: "\n") ?? []).compactMap {
            (try? JSONValue(parsing: String($0)))?["id"]?.string
        }
    }

    @Test func `Each object is relayed in its order, and a table tells the sums`() async throws {
        store.text = { "\(Capture.line($0))\nrubbish\n" }
        #expect(try await relay(MemoryList(BackfillRig.pages(3, of: 2))) == .quarantined)
        #expect(ids == ["in/1000", "in/1001", "in/1002"])
        #expect(store.references.map(\.isListed) == [true, true, true])
        #expect(store.references.first?.etag == "e")
        #expect(
            rig.messages.value.contains(
                "day         objects  skipped  failed  lines  quarantined  undelivered  accepted\n"))
        for start in ["2025-03-01", "sum       "] {
            #expect(
                rig.messages.value.contains(
                    "\(start)        3        0       0      6            3            0         3\n"))
        }
        #expect(rig.words.contains("3 objects: 3 delivered; 6 lines: 3 delivered, 3 quarantined; 3 rows: 3 accepted"))
        #expect(!rig.words.contains("--after"))
    }

    @Test func `An object that fails is told, and the others are relayed`() async throws {
        store.text = { $0 == "in/1001" ? nil : Capture.line($0) + "\n" }
        let summary = folder.path("summary.json")
        #expect(try await relay(MemoryList(BackfillRig.pages(3)), ["--summary", summary]) == .undelivered)
        #expect(ids == ["in/1000", "in/1002"])
        #expect(rig.words.contains("error: s3://bucket/in/1001 cannot be read: it is not there"))
        let told = try JSONValue(parsing: folder.text(of: "summary.json") ?? "")
        #expect(told["objects"] == .number("3") && told["failed"] == .number("1"))
    }

    @Test func `An interruption says the key behind the last whole object`() async throws {
        let rig = rig
        store.text = {
            if $0 == "in/1004" { rig.isInterrupted.value = true }
            return Capture.line($0) + "\n"
        }
        #expect(try await relay(MemoryList(BackfillRig.pages(30))) == .interrupted)
        #expect(ids.count == 5)
        #expect(rig.words.contains("give the same command with --after='in/1004'"))
    }

    @Test func `Several objects at once come to the same rows and sums`() async throws {
        store.text = { "\(Capture.line($0))\nrubbish\n" }
        #expect(try await relay(MemoryList(BackfillRig.pages(60)), ["--parallel", "7"]) == .quarantined)
        #expect(ids.sorted() == (0..<60).map { "in/\(1000 + $0)" })
        #expect(rig.words.contains("60 objects: 60 delivered; 120 lines: 60 delivered, 60 quarantined"))
    }

    @Test func `An interruption of several at once goes on before the first that is not whole`() async throws {
        let rig = rig
        store.text = {
            if $0 == "in/1020" { rig.isInterrupted.value = true }
            return Capture.line($0) + "\n"
        }
        #expect(try await relay(MemoryList(BackfillRig.pages(100)), ["--parallel=5"]) == .interrupted)
        let last = try #require(ids.max())
        #expect((20..<30).contains(ids.count))
        // All that was begun came to its end.
        #expect(ids.sorted() == (0..<ids.count).map { "in/\(1000 + $0)" })
        #expect(rig.words.contains("--after='\(last)'"))
    }

    @Test func `What fails is told a hundred times, by however many it is relayed`() async throws {
        store.text = { $0.hasSuffix("0") ? Capture.line($0) + "\n" : nil }
        #expect(try await relay(MemoryList(BackfillRig.pages(300)), ["--parallel", "4"]) == .undelivered)
        #expect(rig.messages.value.count { $0.contains("cannot be read: it is not there") } == 100)
    }

    @Test func `When everything fails it stops, and goes on before the first that failed`() async throws {
        store.text = { $0 < "in/1003" ? Capture.line($0) + "\n" : nil }
        #expect(try await relay(MemoryList(BackfillRig.pages(300))) == .undelivered)
        #expect(store.references.count == 3 + RelayHere.mostFailures)
        #expect(rig.words.contains("100 objects failed one after the other"))
        #expect(rig.words.contains("--after='in/1002'"))
    }

    @Test func `Failures with successes between them do not end it`() async throws {
        store.text = { $0.hasSuffix("0") ? Capture.line($0) + "\n" : nil }
        #expect(try await relay(MemoryList(BackfillRig.pages(300))) == .undelivered)
        #expect(ids.count == 30)
        #expect(rig.words.contains("300 objects: 30 delivered, 270 failed"))
    }

    @Test func `A summary that cannot be written is told before anything is read`() async throws {
        for file in ["-", folder.path("no/such/folder")] {
            #expect(try await relay(MemoryList(BackfillRig.pages(1)), ["--summary=\(file)"]) == .usage)
        }
        #expect(try await relay(MemoryList(BackfillRig.pages(1)), ["--summary", folder.path("rows")]) == .usage)
        #expect(store.references.isEmpty)
    }
}

/// Objects in memory by their keys, and those that were asked for.
private final class Shelved: Sendable {
    private let state = Mutex((text: { @Sendable (_: String) -> String? in nil }, references: [ObjectReference]()))

    var text: @Sendable (String) -> String? {
        get { state.withLock { $0.text } }
        set { state.withLock { $0.text = newValue } }
    }

    var references: [ObjectReference] { state.withLock { $0.references } }

    func take(_ reference: ObjectReference) -> String? {
        state.withLock { $0.references.append(reference) }
        return text(reference.key)
    }
}

private final class MemoryStore: ObjectStore {
    private let shelved: Shelved

    init(_ shelved: Shelved) { self.shelved = shelved }

    func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
        guard let text = shelved.take(reference) else {
            throw .s3("\(reference.uri) cannot be read: it is not there", isTemporary: false)
        }
        for _ in 0..<3 { await Task.yield() }
        return Body(text)
    }

    private final class Body: ObjectBody {
        private var rest: [UInt8]
        var bytesRead = 0

        init(_ text: String) { rest = Array(text.utf8) }

        func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
            defer { rest = [] }
            bytesRead += rest.count
            buffer.append(contentsOf: rest)
            return rest.count
        }
    }
}
