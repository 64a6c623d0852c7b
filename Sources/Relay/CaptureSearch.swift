import JSON

/// One way through all captures of a place, for those of some labels.
struct CaptureSearch: ~Copyable {
    /// What was found so far.
    private(set) var collector: CaptureCollector

    private let source: CaptureSource
    private let settings: PipelineSettings

    /// A search for the captures of some labels.
    init(_ labels: [LabelID], in source: CaptureSource, _ settings: PipelineSettings) {
        collector = CaptureCollector(labels, relaysShadow: settings.mapping.relaysShadow)
        self.source = source
        self.settings = settings
    }

    /// Whether it may go on: not when there is no more time, or the user asked to stop.
    private var goesOn: Bool { !settings.isOutOfTime && !Interruption.isRequested }

    /// Searches until all is found or everything was read; false where it was ended before.
    mutating func run() async throws(FetchError) -> Bool {
        let list = source.list()
        let store = source.store()
        while goesOn, let page = try await list.next() {
            for listed in page {
                try await read(listed.object, from: store)
                if collector.isComplete { return true }
                guard goesOn else { return false }
            }
        }
        return goesOn
    }

    /// Reads an object, unless it turns out to hold no captures.
    private mutating func read(_ object: ObjectReference, from store: any ObjectStore) async throws(FetchError) {
        let body = InflatingBody(try await store.open(object), uri: object.uri, limit: settings.inflateLimit)
        var lines = LineSplitter(limit: settings.lineLimit)
        while lines.head.count < ObjectKind.headLength, !lines.isComplete {
            lines.isComplete = try await body.read(into: &lines.buffer) == 0
        }
        lines.skipByteOrderMark()
        let head = lines.head.slice(0, min(lines.head.count, ObjectKind.headLength))
        guard case .captures(let form) = ObjectKind.recognise(head) else { return }
        lines.form = form
        while true {
            while !collector.isComplete, let line = lines.next() {
                if !line.isOverLimit { collector.take(line.bytes, offset: line.offset, of: object) }
            }
            guard !lines.isComplete, !collector.isComplete, goesOn else { return }
            lines.makeRoom()
            lines.isComplete = try await body.read(into: &lines.buffer) == 0
        }
    }
}
