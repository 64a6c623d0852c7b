import AWS
import HTTP
import JSON
import Lambda
import Relay
import TestSupport
import Testing

@testable import CaptureRelay

/// A handler over a folder of objects, whose rows go to a file, with a clock that moves when an object is opened.
final class TriggerRig {
    let folder: TemporaryFolder
    let clock = NoWaiting()
    let log = Messages()
    private(set) var reports: [Report] = []
    private(set) var durations: [Duration] = []
    private(set) var plans: [TimePlan] = []
    private(set) var traces: [String?] = []
    private(set) var stores: [Store] = []

    /// Where the rows go; a folder that is not there makes the sink fail.
    var rowsFile = "rows.jsonl"

    /// How long it takes to open an object.
    var secondsToOpen = 0

    private let settings: Settings

    init(_ environment: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        settings = try Settings(environment: Capture.settings.merging(environment) { _, new in new })
    }

    /// Puts an object there whose lines have ids that begin with its key.
    func put(_ key: String, lines: Int = 1) throws {
        let text = (0..<lines).map { Capture.line("\(key)-\($0)") + "\n" }.joined()
        try folder.write(text, to: "objects/captures/\(key)")
    }

    /// Puts anything there.
    func put(_ key: String, text: String) throws { try folder.write(text, to: "objects/captures/\(key)") }

    /// Handles an event, with so many seconds for it.
    func answer(_ event: String, seconds: Int = 60) async -> InvocationAnswer {
        let handler = TriggerHandler(
            settings: settings,
            log: log,
            makeWays: { [self] _, plan, traceID in
                plans.append(plan)
                traces.append(traceID)
                stores.append(Store(folder.path("objects"), clock, secondsToOpen))
                let ends = PipelineEnds(sink: FileSink(path: folder.path(rowsFile)), quarantine: nil, log: log)
                return InvocationWays(store: stores[stores.count - 1], ends: ends)
            },
            recordMetrics: { [self] report, duration in
                reports.append(report)
                durations.append(duration)
            },
            now: { [clock] in clock.now }
        )
        let deadline = clock.now + .seconds(seconds)
        return await handler.handle(
            Lambda.Invocation(requestID: "r", deadline: deadline, traceID: "trace", event: Array(event.utf8)))
    }

    /// The JSON of a successful answer.
    func success(_ event: String, seconds: Int = 60) async throws -> JSONValue {
        let answer = await answer(event, seconds: seconds)
        guard case .success(let bytes) = answer else {
            Issue.record("\(answer)")
            return .null
        }
        return try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
    }

    /// The error of an answer that is none.
    func failure(_ event: String, seconds: Int = 60) async throws -> FunctionError {
        let answer = await answer(event, seconds: seconds)
        guard case .failure(let error) = answer else {
            Issue.record("\(answer)")
            return FunctionError(type: "", message: "")
        }
        return error
    }

    /// The ids of the messages that SQS is told to deliver again.
    func failedMessages(_ event: String, seconds: Int = 60) async throws -> [String?] {
        let answer = try await success(event, seconds: seconds)
        #expect(answer.members?.map(\.key) == ["batchItemFailures"])
        let items = try #require(answer["batchItemFailures"]?.elements)
        #expect(items.allSatisfy { $0.members?.map(\.key) == ["itemIdentifier"] })
        return items.map { $0["itemIdentifier"]?.string }
    }

    /// The ids of the rows that were written.
    var ids: [String] {
        (folder.text(of: rowsFile) ?? "").split(separator: "\n").compactMap { row in
            (try? JSONValue(parsing: String(row)))?["id"]?.string
        }
    }

    /// A folder of objects that takes its time.
    final class Store: ObjectStore {
        private let folder: FolderObjectStore
        private let clock: NoWaiting
        private let seconds: Int
        private(set) var opened: [String] = []

        init(_ folder: String, _ clock: NoWaiting, _ seconds: Int) {
            self.folder = FolderObjectStore(folder: folder)
            self.clock = clock
            self.seconds = seconds
        }

        func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
            opened.append(reference.key)
            _ = await clock.wait(.seconds(seconds))
            return try await folder.open(reference)
        }
    }

    /// Remembers what is said.
    final class Messages: Log {
        private let kept = Shared<[(level: LogLevel, message: String)]>([])

        var lines: [(level: LogLevel, message: String)] { kept.value }

        func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
            let text = message()
            kept.change { $0.append((level, text)) }
        }

        func progress(_ object: ObjectReference, bytes: Int, lines: Int) {}

        func messages(with words: String) -> [String] { lines.map(\.message).filter { $0.contains(words) } }
    }
}
