import JSON

/// What jobs hand over from lists of objects, and what the relay sends to itself.
extension EventDecoder {
    /// Reads a task of S3 Batch Operations.
    mutating func read(task: JSONValue, at place: EventPlace) {
        begin(Part(id: task.text("taskId")), at: place)
        var sighting = Sighting(place: place, keyCoding: .form)
        sighting.bucket = task.text("s3Bucket", "s3BucketArn")
        sighting.isListed = true
        sighting.key = task.text("s3Key")
        sighting.versionID = task.text("s3VersionId")
        add(sighting)
    }

    /// Reads the items of a Distributed Map, whose own bucket counts more than the batch's.
    mutating func read(items: [JSONValue], bucket: String?, at place: EventPlace) throws(EventError) {
        let bucketIsKnown = bucket != nil || items.contains { $0.text("Bucket") != nil }
        guard bucketIsKnown || items.isEmpty else { throw .bucketMissing }
        try forEach(items, "item", at: place) { decoder, item, place in
            var sighting = Sighting(place: place, keyCoding: .plain)
            sighting.bucket = item.text("Bucket") ?? bucket
            sighting.isListed = true
            sighting.key = item.text("Key")
            sighting.versionID = item.text("VersionId")
            sighting.etag = item.text("Etag", "ETag")
            sighting.size = item.size("Size")
            decoder.add(sighting)
        }
    }
}

extension Sighting {
    /// What a continuation message says; its position is of use only to whoever keeps progress.
    init(continuation object: JSONValue, place: EventPlace) {
        self.init(place: place, keyCoding: .plain)
        bucket = object.text("bucket")
        key = object.text("key")
        region = object.text("region")
        versionID = object.text("versionId")
        etag = object.text("etag")
        size = object.size("size")
        isListed = object["listed"] == .bool(true)
    }
}
