import HTTP
import JSON
import Relay
import TestSupport

@testable import AWS
@testable import CaptureRelay

/// A list in memory, in pages of any size, which can end in an error.
final class MemoryList: ObjectList {
    private var pages: [[ListedObject]]
    private let error: FetchError?

    init(_ pages: [[ListedObject]], error: FetchError? = nil) {
        self.pages = pages
        self.error = error
    }

    func next() async throws(FetchError) -> [ListedObject]? {
        guard pages.isEmpty else { return pages.removeFirst() }
        if let error { throw error }
        return nil
    }
}

/// A backfill over a list in memory.
struct BackfillRig {
    static let queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/captures"

    let messages = Shared<[String]>([])
    let output = Shared<String>("")
    let sent = Shared<[[String]]>([])
    let isInterrupted = Shared(false)
    let waiting = NoWaiting()
    /// Another way to wait.
    var slowWaiting: (any Waiting)?

    /// So many objects with keys in their order, in pages.
    static func pages(_ count: Int, of size: Int = 25) -> [[ListedObject]] {
        let objects = (0..<count).map { index in
            let number = String(1000 + index)
            return ListedObject(
                ObjectReference(bucket: "bucket", key: "in/\(number)", etag: "e", size: 5),
                modified: 1_740_787_200 + index)
        }
        return stride(from: 0, to: count, by: size).map { Array(objects[$0..<min($0 + size, count)]) }
    }

    /// The keys that messages name.
    static func keys(_ batch: QueueBatch) -> [String] {
        batch.messages.compactMap { (try? JSONValue(parsing: $0.body))?["object"]?["key"]?.string }
    }

    /// Runs a command line; `send` is what becomes of each batch, before it is noted as sent.
    func run(
        _ arguments: [String], _ list: MemoryList, settings: Settings = Settings(),
        send: @escaping @Sendable ([String]) async throws(QueueError) -> Void = { (_) throws(QueueError) in },
        relaying: (@Sendable () -> (store: any ObjectStore, pipeline: Pipeline))? = nil
    ) async throws -> ExitCode {
        guard case .backfill(let arguments) = try Invocation(["backfill", "s3://bucket/in/"] + arguments) else {
            return .usage
        }
        var ways = BackfillWays(list: list) { [sent] (batch, _) throws(QueueError) in
            let keys = Self.keys(batch)
            try await send(keys)
            sent.change { $0.append(keys) }
        }
        ways.waiting = slowWaiting ?? waiting
        ways.isInterrupted = { [isInterrupted] in isInterrupted.value }
        ways.output = { [output] text in
            output.change { $0 += text }
            return true
        }
        ways.relaying = relaying
        return await Backfill(arguments, settings, console, ways).run()
    }

    var console: Console {
        Console(showsProgress: false, output: { [messages] text in messages.change { $0.append(text) } })
    }

    /// What SQS says to whoever may not send.
    static func denied() throws -> QueueError {
        var refusal = Refusal(status: 403)
        refusal.code = "AccessDeniedException"
        return QueueError(try QueueURL(queue), .request(.refused(refusal)))
    }

    /// All that was said.
    var words: String { messages.value.joined() }
}
