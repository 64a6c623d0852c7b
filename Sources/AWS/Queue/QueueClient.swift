import HTTP
import JSON

/// Sends messages to queues of SQS.
package final class QueueClient: Sendable {
    let service: JSONService
    private let environment: AWSEnvironment

    /// A client that sends with these requests.
    package init(requests: SignedRequests, environment: AWSEnvironment) {
        service = JSONService(requests: requests, environment: environment)
        self.environment = environment
    }

    /// Sends a message, once for all attempts where the queue keeps messages in order; `group` is what it keeps the order
    /// within.
    ///
    /// A message that was sent before is another one all the same: such a queue would swallow the second for five minutes.
    /// An endpoint that the environment names for SQS holds for every queue. Without one, a queue with AWS's usual host
    /// is asked for at the host of its region, and any other at the host of its own URL.
    package func send(
        _ message: String, to queue: QueueURL, group: String, context: RequestContext
    ) async throws(QueueError) {
        let (region, endpoint) = try place(of: queue)
        let answer: JSONValue
        do throws(RequestFault) {
            answer = try await service.call(
                "AmazonSQS.SendMessage", of: .sqs, region: region, at: endpoint,
                arguments: Self.arguments(message, queue, group), in: context)
        } catch {
            throw QueueError(queue, .request(error))
        }
        guard let id = answer["MessageId"]?.string, !id.isEmpty else { throw QueueError(queue, .request(.unreadable)) }
    }

    /// The region that a queue is asked for in, and the host where it is not that region's usual one.
    func place(of queue: QueueURL) throws(QueueError) -> (region: String, endpoint: String?) {
        switch queue.place {
        case .region(let name): return (name, nil)
        case .host(let host, let name):
            guard let name = name ?? environment.region else { throw QueueError(queue, .noRegion) }
            return (name, host)
        }
    }

    private static func arguments(_ message: String, _ queue: QueueURL, _ group: String) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.append("{\"QueueUrl\":")
        buffer.appendJSON(queue.text)
        buffer.append(",\"MessageBody\":")
        buffer.appendJSON(message)
        if queue.isFIFO { appendOrder(of: group, &buffer) }
        buffer.append("}")
        return buffer.bytes.array
    }

    /// Appends what a queue that keeps messages in order wants to know of each.
    static func appendOrder(of group: String, _ buffer: inout ByteBuffer) {
        // A hash, since not every text can be a group's name.
        buffer.append(",\"MessageGroupId\":")
        buffer.appendJSON(hash(group))
        buffer.append(",\"MessageDeduplicationId\":")
        buffer.appendJSON(UniqueText.make())
    }

    private static func hash(_ text: String) -> String { SecureHash.digits(SecureHash.sha256(Array(text.utf8))) }
}
