package import JSON

/// Why an event cannot be read at all.
package enum EventError: Error, Equatable, CustomStringConvertible {
    /// It is none of the events that are known, told by what it is instead.
    case unknownShape(found: String)
    /// It is a message of ours, of another kind or another version.
    case unknownMessage(kind: String)
    /// Its list of records, tasks or items is empty.
    case nothingInside
    /// It is an item of a Distributed Map that says its key alone.
    case bucketMissing
    /// It is a message whose text is no JSON.
    case notJSON(JSONError)
    /// It lies in too many envelopes.
    case tooDeep

    /// What was found, as a phrase.
    var finding: String {
        switch self {
        case .unknownShape(let found): "\(found) is none of the events that are accepted"
        case .unknownMessage(let kind): "'\(kind)' is not a message that this version of CaptureRelay accepts"
        case .nothingInside: "its list is empty, so nothing is announced"
        case .bucketMissing: "an item of a Step Functions Distributed Map does not say its bucket"
        case .notJSON(let error): "a text that is not JSON is no S3 event: \(error)"
        case .tooDeep: "the S3 event lies in more than \(EventDecoder.envelopeLimit) envelopes"
        }
    }

    /// What to do about it, in sentences.
    private var advice: String {
        switch self {
        case .unknownShape:
            """
            Accepted are S3 notifications, directly or through SNS, SQS or both; EventBridge's Object Created, directly \
            or through SQS; S3 Batch Operations 1.0 and 2.0; items of a Step Functions Distributed Map; CaptureRelay's \
            continuation messages; records of failed events from Lambda's destinations; what the AWS CLI prints of \
            messages that it received; and JSON arrays of these.
            """
        case .unknownMessage:
            "It accepts 'continue/1'; update it if a newer version sent this, and replay quarantine files as sources."
        case .nothingInside:
            "AWS sends no such event: check how it was saved."
        case .bucketMissing:
            Self.itemSelectorAdvice
        case .notJSON:
            "Send S3 events only, as S3, SNS, SQS or EventBridge write them."
        case .tooDeep:
            "Lead the notifications through one SNS topic and one SQS queue at most."
        }
    }

    private static let itemSelectorAdvice = """
        Name the bucket in the Map state, beside its ItemReader:
          "ItemSelector": {
            "Bucket": "the-bucket-that-is-listed",
            "Key.$": "$$.Map.Item.Value.Key",
            "Etag.$": "$$.Map.Item.Value.Etag",
            "Size.$": "$$.Map.Item.Value.Size"
          }
        or, where items are batched:
          "ItemBatcher": {
            "MaxItemsPerBatch": 10,
            "BatchInput": {"bucket": "the-bucket-that-is-listed"}
          }
        """

    /// What happened, and the next step.
    package var description: String { "The event cannot be read: \(finding). \(advice)" }
}
