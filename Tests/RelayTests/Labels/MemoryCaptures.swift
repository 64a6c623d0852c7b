import Relay
import Synchronization

/// Captures that labels are joined with, in memory; it counts how often all of them were searched.
final class MemoryCaptures: Sendable {
    private let objects: [(key: String, bytes: [UInt8])]
    private let pageSize: Int
    private let searches = Mutex(0)
    private let openings = Mutex<[String]>([])
    /// What opening an object fails with, if it does.
    private let failure: FetchError?
    /// Is told how many were opened by then.
    private let onOpen: @Sendable (Int) async -> Void

    init(
        _ objects: [(key: String, bytes: [UInt8])], pageSize: Int = 2, failure: FetchError? = nil,
        onOpen: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.objects = objects
        self.pageSize = pageSize
        self.failure = failure
        self.onOpen = onOpen
    }

    convenience init(_ lines: [String]) {
        self.init([("a.jsonl", Array(lines.map { $0 + "\n" }.joined().utf8))])
    }

    /// How often the list was begun.
    var searched: Int { searches.withLock { $0 } }

    /// The objects that were opened.
    var opened: [String] { openings.withLock { $0 } }

    /// The place as the pipeline knows it.
    var source: CaptureSource {
        CaptureSource(name: "s3://captures/churn/", list: { List(self) }, store: { Store(self) })
    }

    private final class List: ObjectList {
        private let captures: MemoryCaptures
        private var place = 0

        init(_ captures: MemoryCaptures) {
            self.captures = captures
            captures.searches.withLock { $0 += 1 }
        }

        func next() async throws(FetchError) -> [ListedObject]? {
            guard place < captures.objects.count else { return nil }
            let page = captures.objects[place..<min(place + captures.pageSize, captures.objects.count)]
            place += captures.pageSize
            return page.map { ListedObject(ObjectReference(bucket: "captures", key: "churn/\($0.key)"), modified: 0) }
        }
    }

    private final class Store: ObjectStore {
        private let captures: MemoryCaptures

        init(_ captures: MemoryCaptures) {
            self.captures = captures
        }

        func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
            captures.openings.withLock { $0.append(reference.key) }
            await captures.onOpen(captures.opened.count)
            if let failure = captures.failure { throw failure }
            let object = captures.objects.first { "churn/\($0.key)" == reference.key }
            return PipelineRig.Body(object?.bytes ?? [], chunks: [700])
        }
    }
}
