import AWS
import HTTP
import Relay

/// What a backfill reads from and leads to.
struct BackfillWays {
    /// The objects, behind the key that was named.
    let list: any ObjectList
    /// Sends a batch of messages to a queue.
    let send: @Sendable (QueueBatch, QueueURL) async throws(QueueError) -> Void
    /// Makes what an object is relayed with, if they are relayed here.
    var relaying: (@Sendable () -> (store: any ObjectStore, pipeline: Pipeline))?
    /// How it waits.
    var waiting: any Waiting = ClockWaiting { Interruption.isRequested }
    /// Whether the user asked to stop.
    var isInterrupted: @Sendable () -> Bool = { Interruption.isRequested }
    /// Writes data to standard output, and tells whether that was possible.
    var output: @Sendable (String) -> Bool = { StandardStream.output.write($0) }

    /// Ways that are there already.
    init(
        list: any ObjectList, send: @escaping @Sendable (QueueBatch, QueueURL) async throws(QueueError) -> Void
    ) {
        self.list = list
        self.send = send
    }

    /// What the settings and the arguments say.
    init(_ arguments: BackfillArguments, _ settings: Settings, _ environment: [String: String], _ console: Console) {
        let amazon = AmazonAccess(environment, settings)
        list = S3ObjectList(
            client: amazon.objects, bucket: arguments.bucket, prefix: arguments.prefix, after: arguments.after)
        send = { [queues = amazon.queues] (batch, queue) throws(QueueError) in
            // What is on its way when the user asks to stop is awaited, so that it is known what was sent.
            try await queues.send(batch, to: queue, context: RequestContext(outlastsInterruption: true))
        }
        guard case .here = arguments.way else { return }
        let ways = ReplayWays(settings, environment, console, amazon, startsAgain: arguments.ignoresProgress)
        var ends = ways.ends
        ends.log = ManyObjectsLog(console)
        // Nobody announces these objects again, and so each that failed must be named.
        ends.failures = ToldFailures(most: .max)
        relaying = { [ends, settings = ways.pipelineSettings(settings, console), client = amazon.objects] in
            (S3ObjectStore(client: client, overwritten: .failed), Pipeline(to: ends, settings: settings))
        }
    }
}
