import AWS
import HTTP
import Relay

extension TriggerHandler {
    /// A handler that reads from S3, with what the user set; nothing is asked of AWS before the first object.
    init(_ settings: Settings, _ environment: [String: String], log: LambdaLog) {
        let client = AmazonAccess(environment, settings).client()
        let folder = settings.quarantineFolder
        let functionName = environment["AWS_LAMBDA_FUNCTION_NAME"] ?? ""
        self.init(
            settings: settings,
            log: log,
            makeWays: { trigger, plan, traceID in
                let store = S3ObjectStore(
                    client: client, context: RequestContext(deadline: plan.readsUntil, traceID: traceID),
                    overwritten: trigger.announcesEachVersion ? .skipped : .failed)
                let sink: any Sink =
                    switch settings.sink {
                    case .file(let path): FileSink(path: path)
                    case .fiddler, .endpoint: FileSink(path: "-")
                    }
                let shelf = folder.map { folder in
                    FolderShelf(folder: folder, setting: Variable.quarantineURL.name, waiting: ClockWaiting())
                }
                return InvocationWays(store: store, ends: PipelineEnds(sink: sink, quarantine: shelf, log: log))
            },
            recordMetrics: { report, duration in
                let line = EmbeddedMetrics.line(
                    report: report, requestID: log.requestID ?? "", functionName: functionName, duration: duration,
                    level: log.level)
                StandardStream.output.write(line)
            }
        )
    }
}
