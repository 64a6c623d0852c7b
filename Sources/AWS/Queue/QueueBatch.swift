import JSON

/// Messages that are sent together: ten at most, and not more bytes of them than every queue takes at once.
package struct QueueBatch: Equatable, Sendable {
    /// One message.
    struct Message: Equatable, Sendable {
        let body: String
        /// What a queue that keeps messages in order keeps the order within.
        let group: String
    }

    /// The most messages that SQS takes in one call.
    package static let mostMessages = 10
    private static let mostBytes = 256 << 10

    private(set) var messages: [Message] = []
    private var bytes = 0

    /// A batch of nothing.
    package init() {}

    /// How many messages there are.
    package var count: Int { messages.count }

    /// Whether there are none.
    package var isEmpty: Bool { messages.isEmpty }

    /// Adds a message; false where the batch has no room for it, which a message alone always has.
    package mutating func add(_ body: String, group: String) -> Bool {
        let size = body.utf8.count
        guard messages.isEmpty || messages.count < Self.mostMessages && bytes + size <= Self.mostBytes else {
            return false
        }
        messages.append(Message(body: body, group: group))
        bytes += size
        return true
    }

    /// The entries of a call by their ids, as JSON; they are made once for all attempts, so that a queue that keeps order
    /// knows a message that comes twice.
    func entries(for queue: QueueURL) -> [String: String] {
        var entries: [String: String] = [:]
        for (index, message) in messages.enumerated() {
            var buffer = ByteBuffer()
            buffer.append(text: "{\"Id\":\"\(index)\",\"MessageBody\":")
            buffer.appendJSON(message.body)
            if queue.isFIFO { QueueClient.appendOrder(of: message.group, &buffer) }
            buffer.append("}")
            entries[String(index)] = buffer.bytes.text
        }
        return entries
    }
}
