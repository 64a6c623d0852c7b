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
        self.context = context
    }

    package func send(_ message: String, group: String) async throws(ContinuationError) {
        do throws(QueueError) {
            try await client.send(message, to: queue, group: group, context: context)
        } catch {
            throw ContinuationError("\(error). Check RELAY_CONTINUATION_QUEUE_URL")
        }
    }
}
