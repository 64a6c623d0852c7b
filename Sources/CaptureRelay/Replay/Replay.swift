import Files
import JSON
import Relay

/// The command `replay`: relays what its sources name or hold, as a Lambda invocation would.
struct Replay {
    private static let eventLimit = 16 << 20

    private let arguments: ReplayArguments
    private let settings: Settings
    private let console: Console
    private let ways: ReplayWays

    /// A replay over what it reads from and leads to.
    init(_ arguments: ReplayArguments, _ settings: Settings, _ console: Console, _ ways: ReplayWays) {
        self.arguments = arguments
        self.settings = settings
        self.console = console
        self.ways = ways
    }

    /// Runs the command.
    func run() async -> ExitCode {
        if let problem = problem() {
            console.refuse([problem], advice: "Nothing was read. See capture-relay help replay")
            return .usage
        }
        let pipeline = Pipeline(
            to: ways.ends, settings: ways.pipelineSettings(settings, console, isDryRun: arguments.isDryRun))
        var report = Report()
        for source in arguments.sources { await relay(source, with: pipeline, into: &report) }
        for line in report.sentences { console.write(.info, line) }
        if arguments.isDryRun { console.write(.info, "This was a dry run: nothing was sent or kept.") }
        let isSummaryWritten = arguments.summary.map { SummaryFile($0).write(report, console) } ?? true
        if Interruption.isRequested { return .interrupted }
        return ExitCode(report, isSummaryWritten: isSummaryWritten)
    }

    /// What is wrong with the arguments that can be told before anything is read.
    private func problem() -> String? {
        if let scheme = arguments.sources.compactMap(ForeignURL.scheme).first {
            return "\(scheme)://… is no source: it takes files, and objects as s3://bucket/key"
        }
        for source in arguments.sources where ObjectReference.isURL(source) {
            do throws(ObjectURLError) { _ = try ObjectReference(url: source) } catch { return error.description }
        }
        if let folder = arguments.objects, !FileSystem.isFolder(folder) {
            return "--objects: \(folder) is no folder"
        }
        let rows = settings.rowsPath(isDryRun: arguments.isDryRun)
        if let file = Overwriting(rows: rows, summary: arguments.summary, sources: arguments.sources).file {
            return "\(file) would be written over while it is in use"
        }
        return arguments.summary.flatMap { SummaryFile($0).problem }
    }

    private func relay(_ source: String, with pipeline: Pipeline, into report: inout Report) async {
        guard !Interruption.isRequested else {
            return refuse(source, "\(source): interrupted before it was read", &report)
        }
        do throws(FetchError) {
            let (object, opened) = try await open(source)
            let body = RewindableBody(opened)
            switch try await kind(of: body, object) {
            case .event:
                let event = try await event(body, source)
                await relay(event, from: source, with: pipeline, into: &report)
            case .captures:
                await pipeline.relay(object, from: OpenedObject(body), acceptsQuarantine: true, into: &report)
            }
        } catch {
            if case .missing = error {
                refuse(source, "\(source) cannot be read: there is no such file; check its name", &report)
            } else {
                refuse(source, error.description, &report, retries: error.retries)
            }
        }
    }

    private func open(_ source: String) async throws(FetchError) -> (ObjectReference, any ObjectBody) {
        if let object = try? ObjectReference(url: source), ObjectReference.isURL(source) {
            let body = try await ways.amazon.open(object)
            return (body.confirmed(object), body)
        }
        let name = source == "-" ? "/dev/stdin" : FileSystem.absolutePath(source)
        var object = ObjectReference(bucket: "", key: name)
        let file =
            source == "-"
            ? FileBody(standardInput: "standard input")
            : try FileBody(path: name, uri: source)
        // What comes through a pipe has no name that would tell it from what comes through it next.
        if source == "-" || !file.isRegular { object.etag = file.signature }
        return (object, file)
    }

    private func kind(of body: RewindableBody, _ object: ObjectReference) async throws(FetchError) -> SourceKind {
        let inflating = InflatingBody(body, uri: object.uri, limit: settings.inflateLimit)
        var head = ByteBuffer()
        defer { body.rewind() }
        while head.count < 1 << 16, !Interruption.isRequested {
            do { if try await inflating.read(into: &head) == 0 { break } } catch {
                // A broken stream is the object's matter, which is told when it is relayed.
                switch error {
                case .unreadable, .s3: throw error
                default: return SourceKind.recognise(head.bytes)
                }
            }
        }
        return SourceKind.recognise(head.bytes)
    }

    private func event(_ body: RewindableBody, _ source: String) async throws(FetchError) -> ByteBuffer {
        let inflating = InflatingBody(body, uri: source, limit: Self.eventLimit)
        var text = ByteBuffer()
        while try await inflating.read(into: &text) > 0 {
            guard text.count <= Self.eventLimit else {
                throw .unsupported(
                    uri: source, reason: "an event of more than \(Self.eventLimit) bytes is no event of AWS")
            }
        }
        if text.bytes.hasPrefix("\u{FEFF}") { text.removeFirst(3) }
        return text
    }

    private func relay(
        _ text: consuming ByteBuffer,
        from source: String,
        with pipeline: Pipeline,
        into report: inout Report
    ) async {
        let announcement: Announcement
        do {
            announcement = try EventDecoder.announcement(in: JSONValue(parsing: text.bytes))
        } catch {
            return refuse(source, "\(source): \(error)", &report)
        }
        let failedBefore = report.failed
        guard let folder = folder(of: source) else {
            await pipeline.relay(announcement, from: ways.amazon, into: &report)
            if !announcement.objects.isEmpty, report.failed > failedBefore { console.write(.info, Self.advice) }
            return
        }
        await pipeline.relay(announcement, from: FolderObjectStore(folder: folder), into: &report)
    }

    /// The folder of the objects that an event names; without one they are in S3.
    private func folder(of event: String) -> String? {
        arguments.objects ?? (ObjectReference.isURL(event) ? nil : LocalFile.objectsFolder(beside: event))
    }

    private static let advice =
        "The objects of an event are read from S3; those that are in a folder as DIR/bucket/key are read from there with "
        + "--objects DIR."

    private func refuse(_ source: String, _ reason: String, _ report: inout Report, retries: Int = 0) {
        console.write(.error, reason)
        var tally = Tally()
        tally.retries = retries
        report.add(ObjectReport(uri: source, outcome: .failed, reason: reason, tally: tally))
    }
}

extension Settings {
    /// Where rows are written to, if that is where they go; `-` is standard output.
    func rowsPath(isDryRun: Bool) -> String? {
        guard !isDryRun else { return "-" }
        guard case .file(let path) = sink else { return nil }
        return path
    }

    /// The part that the pipeline needs.
    var pipeline: PipelineSettings {
        var pipeline = PipelineSettings()
        pipeline.mapping = mapping
        pipeline.requiresColumns = rowsPath(isDryRun: false) == nil
        pipeline.batchRows = batchRows
        pipeline.batchBytes = batchBytes
        pipeline.concurrency = concurrency
        pipeline.retryBudget = retryBudget
        pipeline.lineLimit = lineLimit
        pipeline.inflateLimit = inflateLimit
        pipeline.quarantineLimit = quarantineLimit
        pipeline.keyPrefix = keyPrefix
        pipeline.keySuffix = keySuffix
        return pipeline
    }
}
