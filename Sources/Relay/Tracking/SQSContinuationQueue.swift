package import AWS

/// A queue of SQS that brings the rest of an object back.
package struct SQSContinuationQueue: ContinuationQueue {
    private let client: QueueClient
    private let queue: QueueURL
    private let context: RequestContext

    /// A queue, for work that has its time.
    package init(client: QueueClient, queue: QueueURL, context: RequestContext) {
        self.client = client
        self.queue = queue
        // SQS would hand the trace on with the message, and AWS would take the invocations that follow one another for
        // a loop, which it breaks after a few turns.
        self.context = RequestContext(
            deadline: context.deadline, outlastsInterruption: context.outlastsInterruption)
    }

    package func send(_ message: String, group: String) async throws(ContinuationError) {
        do throws(QueueError) {
            try await client.send(message, to: queue, group: group, context: context)
        } catch {
            throw ContinuationError("\(error). Check RELAY_CONTINUATION_QUEUE_URL")
        }
    }
}
