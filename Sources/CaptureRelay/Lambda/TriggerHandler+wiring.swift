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
            makeStore: { trigger, context in
                S3ObjectStore(
                    client: client, context: context, overwritten: trigger.announcesEachVersion ? .skipped : .failed)
            },
            makeSink: { _ in
                switch settings.sink {
                case .file(let path): FileSink(path: path)
                }
            },
            makeQuarantine: { folder.map { FolderQuarantine(folder: $0) } },
            recordMetrics: { report, duration in
                let line = EmbeddedMetrics.line(
                    report: report, requestID: log.requestID ?? "", functionName: functionName, duration: duration,
                    level: log.level)
                StandardStream.output.write(line)
            }
        )
    }
}
