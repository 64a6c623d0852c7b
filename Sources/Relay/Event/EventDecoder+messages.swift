import JSON

/// Envelopes that carry an event as text: SQS messages and SNS notifications.
extension EventDecoder {
    /// Reads one of an event's `Records`, which can be S3's own or a message.
    mutating func read(record: JSONValue, at place: EventPlace) {
        begin(Part(message: record), at: place)
        if record["s3"] != nil {
            read(notified: record, at: place)
        } else if let notification = record["Sns"] {
            read(notification: notification, at: place)
        } else if let body = record["body"] {
            read(message: body, at: place.message("SQS", id: record.text("messageId")))
        } else {
            refuse(place.name, RecordFault.foreign(source: record.text("eventSource", "EventSource")).description)
        }
    }

    /// Reads a message that was taken from a queue by hand.
    mutating func read(taken message: JSONValue, at place: EventPlace) {
        read(message: message["Body"] ?? .null, at: place.message("SQS", id: message.text("MessageId")))
    }

    /// Reads what was published to an SNS topic.
    mutating func read(notification: JSONValue, at place: EventPlace) {
        read(message: notification["Message"] ?? .null, at: place.message("SNS", id: notification.text("MessageId")))
    }

    /// Reads a message's text.
    ///
    /// What is no event in there is refused, since somebody may be waiting for it: nothing is lost silently.
    private mutating func read(message: JSONValue, at place: EventPlace) {
        do throws(EventError) {
            guard place.depth <= Self.envelopeLimit else { throw .tooDeep }
            guard let text = message.string else { throw .unknownShape(found: message.outline) }
            try read(try Self.parse(text), at: place)
        } catch {
            refuse(place.name, error.finding)
        }
    }

    private static func parse(_ text: String) throws(EventError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: text)
        } catch {
            throw .notJSON(error)
        }
    }
}

extension Part {
    /// The part that an SQS message is.
    ///
    /// Standard queues know groups too, but keep no order in them.
    fileprivate init(message record: JSONValue) {
        let isOrdered = record.text("eventSourceARN")?.hasSuffix(".fifo") ?? false
        let group = isOrdered ? record["attributes"]?.text("MessageGroupId") : nil
        self.init(id: record.text("messageId"), isOrdered: isOrdered, group: group)
    }
}

extension JSONValue {
    /// Whether one of an event's `Records` is an SQS message, be it one without a text.
    var isQueueMessage: Bool {
        guard self["s3"] == nil, self["Sns"] == nil else { return false }
        return self["body"] != nil || text("eventSource") == "aws:sqs"
    }
}
