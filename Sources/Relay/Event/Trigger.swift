/// What called the function, as far as it decides which answer is expected.
package enum Trigger: Equatable, Sendable {
    /// S3, SNS, EventBridge, or a list of saved events: the answer is not read, and an error brings a retry.
    case asynchronous
    /// SQS, which wants to know the messages that failed.
    case queue
    /// S3 Batch Operations, which wants a result for each task.
    case batchOperations(schemaVersion: String, invocationID: String)
    /// A state machine, which reads the answer and tells errors apart by their type.
    case stateMachine
    /// A message of our own about the rest of an object, outside of a queue.
    case continuation

    /// Whether a newer version of an object has an event of its own; lists of objects are made once.
    package var announcesEachVersion: Bool {
        switch self {
        case .asynchronous, .queue, .continuation: true
        case .batchOperations, .stateMachine: false
        }
    }

    /// Whether each message or task is answered for by itself.
    var answersEachPart: Bool {
        switch self {
        case .queue, .batchOperations: true
        case .asynchronous, .stateMachine, .continuation: false
        }
    }
}

extension EventShape {
    /// What calls the function with an event of this shape.
    var trigger: Trigger {
        switch self {
        case .records(let records):
            records.contains { $0.isQueueMessage } ? .queue : .asynchronous
        case .testEvent, .topicNotification, .eventBridge, .failedEvent, .takenMessages:
            .asynchronous
        case .batchOperations(_, let schemaVersion, let invocationID):
            .batchOperations(schemaVersion: schemaVersion, invocationID: invocationID)
        case .mapItems:
            .stateMachine
        case .continuation:
            .continuation
        }
    }
}
