import JSON

/// What an event is, told by its outermost keys; nothing else of it is looked at.
enum EventShape {
    case testEvent(bucket: String?)
    /// Records of S3, SNS or SQS: each says of which.
    case records([JSONValue])
    /// What SNS puts into a queue.
    case topicNotification(JSONValue)
    case eventBridge(type: String)
    /// Tasks of S3 Batch Operations, and what it wants to have repeated in the answer.
    case batchOperations(tasks: [JSONValue], schemaVersion: String, invocationID: String)
    /// Items of a Step Functions Distributed Map, and the bucket that its batch names for all.
    case mapItems([JSONValue], bucket: String?)
    /// Our own message about the rest of an object.
    case continuation(JSONValue)
    /// What Lambda tells the destination for failures: the event that failed, and how.
    case failedEvent(JSONValue)
    /// What the command line of AWS prints of messages that it took from a queue.
    case takenMessages([JSONValue])

    /// Tells what an event is.
    init(_ event: JSONValue) throws(EventError) {
        if event.text("Event") == "s3:TestEvent" {
            self = .testEvent(bucket: event.text("Bucket"))
        } else if let kind = event.text("captureRelay") {
            guard kind == "continue/1" else { throw .unknownMessage(kind: kind) }
            self = .continuation(event["object"] ?? .null)
        } else if let records = event["Records"]?.elements {
            self = .records(records)
        } else if let shape = Self.announced(event) ?? Self.listed(event) ?? Self.returned(event) {
            self = shape
        } else {
            throw .unknownShape(found: event.outline)
        }
    }

    /// What AWS services publish by themselves.
    private static func announced(_ event: JSONValue) -> EventShape? {
        if event.text("Type") == "Notification", event["Message"] != nil { return .topicNotification(event) }
        guard let type = event.text("detail-type"), event["detail"] != nil else { return nil }
        guard type == Self.created || event.text("source") == "aws.s3" else { return nil }
        return .eventBridge(type: type)
    }

    /// What a job hands over from a list of objects.
    private static func listed(_ event: JSONValue) -> EventShape? {
        if let version = event.text("invocationSchemaVersion"), let tasks = event["tasks"]?.elements {
            guard version.hasPrefix("1.") || version.hasPrefix("2.") else { return nil }
            let id = event.text("invocationId") ?? ""
            return .batchOperations(tasks: tasks, schemaVersion: version, invocationID: id)
        }
        if let items = event["Items"]?.elements {
            return .mapItems(items, bucket: event["BatchInput"]?.text("bucket", "Bucket"))
        }
        return event.text("Key") == nil ? nil : .mapItems([event], bucket: nil)
    }

    /// What comes back from where it was put aside.
    private static func returned(_ event: JSONValue) -> EventShape? {
        if let payload = event["requestPayload"], event["requestContext"] != nil { return .failedEvent(payload) }
        return event["Messages"]?.elements.map { .takenMessages($0) }
    }

    /// The one EventBridge type that announces an object.
    static let created = "Object Created"
}
