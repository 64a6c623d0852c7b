package import JSON

/// Reads what an event announces, whatever envelope it comes in.
///
/// Each record is judged on its own: what there is nothing to do for is skipped, what cannot be relayed is refused,
/// and the others go on.
package struct EventDecoder {
    /// How many envelopes may lie around an S3 event: an SNS topic, an SQS queue, and one to spare.
    static let envelopeLimit = 3

    /// What was found so far.
    var announcement = Announcement()

    private init() {}

    /// What an event announces, or a list of saved events.
    package static func announcement(in event: JSONValue) throws(EventError) -> Announcement {
        var decoder = EventDecoder()
        if let events = event.elements {
            try decoder.read(list: events)
        } else {
            decoder.announcement.trigger = try EventShape(event).trigger
            try decoder.read(event, at: EventPlace(name: "the event", depth: 0))
        }
        return decoder.announcement
    }

    /// Reads a saved list, where what is no event is refused; a list without any event is none itself.
    private mutating func read(list events: [JSONValue]) throws(EventError) {
        guard !events.isEmpty else { throw .nothingInside }
        var faults: [EventError] = []
        for (index, event) in events.enumerated() {
            let place = EventPlace(name: "event \(index + 1) of the list", depth: 0)
            do throws(EventError) {
                try read(event, at: place)
            } catch {
                faults.append(error)
                refuse(place.name, error.finding)
            }
        }
        guard faults.count < events.count else { throw faults[0] }
    }

    /// Reads one event, which may hold messages with events of their own.
    mutating func read(_ event: JSONValue, at place: EventPlace) throws(EventError) {
        switch try EventShape(event) {
        case .testEvent(let bucket):
            skip(bucket.map { "s3://\($0)" } ?? place.name, "S3's test event announces no object")
        case .records(let records):
            try forEach(records, "record", at: place) { $0.read(record: $1, at: $2) }
        case .topicNotification(let notification):
            read(notification: notification, at: place)
        case .eventBridge(let type):
            read(eventBridge: event, type: type, at: place)
        case .batchOperations(let tasks, _, _):
            try forEach(tasks, "task", at: place) { $0.read(task: $1, at: $2) }
        case .mapItems(let items, let bucket):
            try read(items: items, bucket: bucket, at: place)
        case .continuation(let object):
            add(Sighting(continuation: object, place: place))
        case .failedEvent(let failed):
            guard place.depth <= Self.envelopeLimit else { throw .tooDeep }
            try read(failed, at: place.envelope("the failed event"))
        case .takenMessages(let messages):
            try forEach(messages, "message", at: place) { $0.read(taken: $1, at: $2) }
        }
    }

    /// Visits each element of a list that must not be empty.
    mutating func forEach(
        _ elements: [JSONValue],
        _ noun: String,
        at place: EventPlace,
        _ body: (inout EventDecoder, JSONValue, EventPlace) -> Void
    ) throws(EventError) {
        guard !elements.isEmpty else { throw .nothingInside }
        for (index, element) in elements.enumerated() {
            body(&self, element, place.part("\(noun) \(index + 1)"))
        }
    }

    /// Takes an object into the announcement if all that is said of it holds.
    mutating func add(_ sighting: Sighting) {
        do throws(RecordFault) {
            let object = try sighting.object()
            guard !object.isFolderMarker else { return skip(object.uri, "a folder marker holds no captures") }
            note { $0.objects.append(object) }
        } catch {
            refuse(sighting.uri, error.description)
        }
    }

    /// Notes what there is nothing to do for.
    mutating func skip(_ uri: String, _ reason: String) {
        note { $0.skipped.append(Announcement.Omission(uri: uri, reason: reason)) }
    }

    /// Notes what should have been relayed and cannot be.
    mutating func refuse(_ uri: String, _ reason: String) {
        note { $0.refused.append(Announcement.Omission(uri: uri, reason: reason)) }
    }

    /// Begins the part that what is read next belongs to, where the trigger answers for it by itself.
    ///
    /// What lies inside of a message belongs to the message.
    mutating func begin(_ part: @autoclosure () -> Part, at place: EventPlace) {
        guard place.depth == 0, announcement.trigger.answersEachPart else { return }
        announcement.parts.append(part())
    }

    /// Adds to the part that was begun last, which without one is the whole event.
    private mutating func note(_ addition: (inout Part) -> Void) {
        if announcement.parts.isEmpty { announcement.parts.append(Part()) }
        addition(&announcement.parts[announcement.parts.count - 1])
    }
}

extension ObjectReference {
    /// Whether consoles and tools put it there to show a folder.
    fileprivate var isFolderMarker: Bool { key.utf8.last == UInt8(ascii: "/") && (size ?? 0) == 0 }
}
