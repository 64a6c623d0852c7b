import Foundation
import JSON
import Relay

/// Writes events as AWS would, with no more in them than a test is about.
enum Written {
    /// A JSON string.
    static func text(_ text: String) -> String {
        let data = try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// An S3 notification with some records.
    static func notification(_ records: String...) -> String {
        #"{"Records":[\#(records.joined(separator: ","))]}"#
    }

    /// A record of an S3 notification; `more` goes before it, `object` into its object.
    static func record(
        bucket: String = "captures",
        key: String = "a.jsonl",
        name: String? = "ObjectCreated:Put",
        more: String = "",
        object: String = ""
    ) -> String {
        let event = name.map { #""eventName":\#(text($0)),"# } ?? ""
        return #"{\#(more)\#(event)"s3":{"bucket":{"name":\#(text(bucket))},"object":{\#(object)"key":\#(text(key))}}}"#
    }

    /// An SQS event with some messages.
    static func queue(_ bodies: String...) -> String {
        let records = bodies.enumerated().map { index, body in
            #"{"messageId":"m-\#(index + 1)","body":\#(text(body)),"eventSource":"aws:sqs"}"#
        }
        return #"{"Records":[\#(records.joined(separator: ","))]}"#
    }

    /// What SNS puts into a queue.
    static func topicMessage(_ message: String) -> String {
        #"{"Type":"Notification","MessageId":"n-1","Message":\#(text(message))}"#
    }

    /// An SNS event.
    static func topic(_ message: String) -> String {
        #"{"Records":[{"EventSource":"aws:sns","Sns":\#(topicMessage(message))}]}"#
    }

    /// An EventBridge event.
    static func bridged(key: String = "a.jsonl", type: String = "Object Created", object: String = "") -> String {
        """
        {"source":"aws.s3","detail-type":\(text(type)),"region":"eu-west-1",\
        "detail":{"bucket":{"name":"captures"},"object":{\(object)"key":\(text(key))}}}
        """
    }

    /// An invocation by S3 Batch Operations.
    static func batch(version: String = "1.0", _ tasks: String...) -> String {
        #"{"invocationSchemaVersion":"\#(version)","invocationId":"i","tasks":[\#(tasks.joined(separator: ","))]}"#
    }

    /// A continuation message.
    static func continuation(key: String = "a.jsonl") -> String {
        """
        {"captureRelay":"continue/1","object":{"bucket":"captures","key":\(text(key)),"region":"eu-west-1",\
        "versionId":"v7","etag":"abc"},"position":{"offset":4096,"row":2}}
        """
    }

    /// What Lambda tells the destination for failures.
    static func failed(_ event: String) -> String {
        """
        {"version":"1.0","requestContext":{"requestId":"r","condition":"RetriesExhausted","approximateInvokeCount":3},\
        "requestPayload":\(event),"responseContext":{"statusCode":200,"functionError":"Unhandled"},\
        "responsePayload":{"errorType":"Function.NotDelivered","errorMessage":"1 of 1 not delivered"}}
        """
    }

    /// What `aws sqs receive-message` prints.
    static func taken(_ bodies: String...) -> String {
        let messages = bodies.enumerated().map { index, body in
            #"{"MessageId":"m-\#(index + 1)","ReceiptHandle":"h","MD5OfBody":"d","Body":\#(text(body))}"#
        }
        return #"{"Messages":[\#(messages.joined(separator: ","))]}"#
    }

    /// S3's test event.
    static let testEvent = #"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"captures"}"#
}

/// What an event's text announces.
func announced(by text: String) throws -> Announcement {
    try EventDecoder.announcement(in: JSONValue(parsing: text))
}

extension Announcement {
    /// The keys of all objects.
    var keys: [String] { objects.map(\.key) }
}
