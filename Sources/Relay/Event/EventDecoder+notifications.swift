import JSON

/// What S3 itself announces, in its own notifications and through EventBridge.
extension EventDecoder {
    /// Reads a record of an S3 notification.
    mutating func read(notified record: JSONValue, at place: EventPlace) {
        let sighting = Sighting(notified: record, place: place)
        if let version = record.text("eventVersion"), !version.hasPrefix("2.") {
            return refuse(sighting.uri, RecordFault.eventVersion(version).description)
        }
        guard let name = record.text("eventName"), let reason = Self.reasonToSkip(name) else { return add(sighting) }
        skip(sighting.uri, reason)
    }

    /// Reads an EventBridge event of S3.
    mutating func read(eventBridge event: JSONValue, type: String, at place: EventPlace) {
        let sighting = Sighting(bridged: event, place: place)
        guard type == EventShape.created else { return skip(sighting.uri, "'\(type)' announces no new object") }
        add(sighting)
    }

    /// Why an S3 event of this name announces nothing to relay; `nil` if it announces an object.
    private static func reasonToSkip(_ name: String) -> String? {
        let name = name.hasPrefix("s3:") ? String(name.dropFirst(3)) : name
        guard !name.hasPrefix("ObjectCreated") else { return nil }
        let meaning = meanings.first { name.hasPrefix($0.prefix) }?.words
        return "'\(name)' announces no new object" + (meaning.map { ": \($0)" } ?? "")
    }

    private static let meanings = [
        (prefix: "ObjectRemoved", words: "one was removed"),
        (prefix: "ObjectTagging", words: "only tags changed"),
        (prefix: "ObjectAcl", words: "only permissions changed"),
        (prefix: "ObjectRestore", words: "one was restored from the archive"),
        (prefix: "LifecycleExpiration", words: "one expired"),
        (prefix: "LifecycleTransition", words: "one moved to another storage class"),
        (prefix: "IntelligentTiering", words: "one moved to another storage class"),
        (prefix: "Replication", words: "it tells how replication goes"),
        (prefix: "ReducedRedundancyLostObject", words: "S3 lost one"),
    ]
}

extension Sighting {
    /// What a record of an S3 notification says.
    fileprivate init(notified record: JSONValue, place: EventPlace) {
        let object = record["s3"]?["object"]
        self.init(place: place, keyCoding: .form)
        bucket = record["s3"]?["bucket"]?.text("name")
        key = object?.text("key")
        region = record.text("awsRegion")
        versionID = object?.text("versionId")
        etag = object?.text("eTag", "etag")
        size = object?.size("size")
    }

    /// What an EventBridge event says; real ones write `etag`, emulators `eTag`.
    fileprivate init(bridged event: JSONValue, place: EventPlace) {
        let object = event["detail"]?["object"]
        self.init(place: place, keyCoding: .plain)
        bucket = event["detail"]?["bucket"]?.text("name")
        key = object?.text("key")
        region = event.text("region")
        versionID = object?.text("version-id")
        etag = object?.text("etag", "eTag")
        size = object?.size("size")
    }
}
