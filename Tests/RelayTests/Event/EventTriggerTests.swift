import JSON
import Relay
import Testing

@Suite struct EventTriggerTests {
    private static let notification = Written.notification(Written.record())

    @Test(arguments: [
        notification, Written.topic(notification), Written.topicMessage(notification), Written.bridged(),
        Written.testEvent, Written.topic(Written.testEvent), "[\(Written.queue(notification))]",
        Written.failed(notification), Written.taken(notification), Written.taken(Written.queue(notification)),
    ])
    func `S3, SNS, EventBridge and saved lists read no answer`(event: String) throws {
        #expect(try announced(by: event).trigger == .asynchronous)
    }

    @Test(arguments: [
        Written.queue(notification), Written.queue(Written.topicMessage(notification)), Written.queue("no event"),
        Written.queue(Written.bridged()), Written.queue(Written.testEvent), Written.queue(Written.continuation()),
        Written.queue(Written.batch(#"{"taskId":"t","s3Key":"a","s3Bucket":"captures"}"#)),
        #"{"Records":[{"messageId":"m","eventSource":"aws:sqs"}]}"#,
    ])
    func `a queue is one whatever its messages hold`(event: String) throws {
        #expect(try announced(by: event).trigger == .queue)
    }

    @Test(arguments: ["1.0", "2.0"])
    func `S3 Batch Operations says what the answer must repeat`(version: String) throws {
        let event = Written.batch(version: version, #"{"taskId":"t","s3Key":"a","s3Bucket":"captures"}"#)
        #expect(try announced(by: event).trigger == .batchOperations(schemaVersion: version, invocationID: "i"))
    }

    @Test(arguments: [
        #"{"Bucket":"captures","Key":"a"}"#, #"{"BatchInput":{"bucket":"captures"},"Items":[{"Key":"a"}]}"#,
    ])
    func `items of a Distributed Map come from a state machine`(event: String) throws {
        #expect(try announced(by: event).trigger == .stateMachine)
    }

    @Test func `a continuation message is known as one`() throws {
        #expect(try announced(by: Written.continuation()).trigger == .continuation)
    }
}
