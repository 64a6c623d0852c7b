import AWS

/// What a record says about an object, before any of it is believed.
struct Sighting {
    /// Where it was said.
    let place: EventPlace

    /// How the key is written there.
    let keyCoding: KeyCoding

    var bucket: String?
    var key: String?
    var region: String?
    var versionID: String?
    var etag: String?
    var size: Int?
    /// Whether it comes from a list that is made once.
    var isListed = false

    /// A sighting of nothing yet.
    init(place: EventPlace, keyCoding: KeyCoding) {
        self.place = place
        self.keyCoding = keyCoding
    }

    /// The object as far as it can be told, else where it was spoken of.
    var uri: String {
        guard bucket != nil || key != nil else { return place.name }
        let readable = key.map { (try? keyCoding.decode($0)) ?? $0 }
        return "s3://\(bucket ?? "?")/\(readable ?? "?")"
    }

    /// The object, once all that is said of it was found to be what it must be: requests are built from it.
    func object() throws(RecordFault) -> ObjectReference {
        guard let bucket else { throw .bucketMissing }
        guard let name = BucketName(bucket) else { throw .bucket(bucket) }
        guard let key else { throw .keyMissing }
        if let region, !AWSEnvironment.isRegion(region) { throw .region(region) }
        if let versionID, !Self.isToken(versionID) { throw .versionID }
        let etag = etag.flatMap(Self.unquoted)
        if let etag, !Self.isToken(etag) { throw .etag }
        var object = ObjectReference(
            bucket: name.text,
            key: try keyCoding.decode(key),
            region: region,
            versionID: versionID,
            etag: etag,
            size: size
        )
        object.isListed = isListed
        return object
    }

    /// An ETag without the quotes that HTTP writes around it, as lists of objects keep them.
    private static func unquoted(_ etag: String) -> String? {
        guard etag.utf8.count > 1, etag.hasPrefix("\""), etag.hasSuffix("\"") else { return etag }
        return etag.utf8.count > 2 ? String(etag.dropFirst().dropLast()) : nil
    }

    /// Whether a text can stand in a header: visible ASCII without a quote, so that it cannot add a line of its own.
    private static func isToken(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
    }
}
