import Foundation

/// Writes events as the triggers send them.
enum TriggerEvent {
    /// A message of a queue.
    struct Message {
        var id: String?
        var body: String
        var group: String?

        /// A message that announces objects.
        init(_ id: String?, _ keys: String..., group: String? = nil) {
            self.init(id, body: TriggerEvent.notification(keys), group: group)
        }

        /// A message with any text.
        init(_ id: String?, body: String, group: String? = nil) {
            self.id = id
            self.body = body
            self.group = group
        }
    }

    /// An S3 notification.
    static func notification(_ keys: [String]) -> String {
        let records = keys.map { key in
            ["eventName": "ObjectCreated:Put", "s3": ["bucket": ["name": "captures"], "object": ["key": key]]]
                as [String: Any]
        }
        return text(["Records": records])
    }

    /// S3's test event.
    static let test = #"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"captures"}"#

    /// What SQS sends.
    static func queue(_ messages: [Message], isFIFO: Bool = false) -> String {
        let records = messages.map { message in
            var record: [String: Any] = ["eventSource": "aws:sqs", "body": message.body]
            record["eventSourceARN"] = "arn:aws:sqs:eu-west-1:111122223333:captures" + (isFIFO ? ".fifo" : "")
            record["messageId"] = message.id
            record["attributes"] = message.group.map { ["MessageGroupId": $0] } ?? [:]
            return record
        }
        return text(["Records": records])
    }

    /// What S3 Batch Operations sends.
    static func batch(version: String = "1.0", _ tasks: [(id: String?, key: String)]) -> String {
        let tasks = tasks.map { task in
            var fields: [String: Any] = ["s3Key": task.key, "s3BucketArn": "arn:aws:s3:::captures"]
            fields["taskId"] = task.id
            return fields
        }
        return text(["invocationSchemaVersion": version, "invocationId": "invocation \"1\"", "tasks": tasks])
    }

    /// What a Distributed Map sends.
    static func items(_ keys: [String]) -> String {
        text(["BatchInput": ["bucket": "captures"], "Items": keys.map { ["Key": $0] }])
    }

    private static func text(_ value: [String: Any]) -> String {
        let data = try? JSONSerialization.data(withJSONObject: value)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
