import AWS
import HTTP
import Relay

extension TriggerHandler {
    /// A handler that reads from S3, with what the user set; nothing is asked of anybody before the first object.
    init(_ settings: Settings, _ environment: [String: String], log: LambdaLog) {
        let amazon = AmazonAccess(environment, settings)
        let monitor = MonitorAccess(settings, amazon, environment: environment)
        let shelves = ShelfAccess(settings) { amazon }
        let functionName = environment["AWS_LAMBDA_FUNCTION_NAME"] ?? ""
        self.init(
            settings: settings,
            log: log,
            makeWays: { trigger, plan, traceID in
                let keeping = RequestContext(deadline: plan.keepsUntil, traceID: traceID)
                let delivering = RequestContext(deadline: plan.deliversUntil, traceID: traceID)
                let sink = monitor.sink(in: delivering)
                var ends = PipelineEnds(
                    sink: sink, quarantine: shelves.quarantine(in: keeping), log: log)
                ends.labelSink = monitor.labelSink(beside: sink, in: delivering)
                ends.streak = monitor.streak
                ends.labelStreak = monitor.labelStreak
                let end = ContinuousClock.now.duration(to: plan.endsAt).milliseconds
                let reading = RequestContext(deadline: plan.readsUntil, traceID: traceID)
                return InvocationWays(
                    store: S3ObjectStore(
                        client: amazon.objects, context: reading,
                        overwritten: trigger.announcesEachVersion ? .skipped : .failed),
                    ends: ends,
                    progress: shelves.progress(in: keeping, runEndsAt: (WallClock.milliseconds() + end) / 1000 + 1),
                    continuation: shelves.continuation(in: keeping),
                    captures: settings.captureSource({ amazon }, in: reading))
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
