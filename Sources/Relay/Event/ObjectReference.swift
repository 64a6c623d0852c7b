/// An object to relay, as an event or a command names it.
package struct ObjectReference: Equatable, Sendable {
    /// The bucket's name or access-point ARN; empty for a file that was named directly.
    package var bucket: String

    /// The key, decoded; for a file that was named directly, its path.
    package var key: String

    /// The region that the event tells.
    package var region: String?

    /// The version that the event is about, in a bucket that keeps versions.
    package var versionID: String?

    /// The ETag without quotes.
    package var etag: String?

    /// The size that the event tells.
    package var size: Int?

    /// Whether it comes from a list that is made once, so that nobody announces a newer version.
    package var isListed = false

    /// An object to relay.
    package init(
        bucket: String,
        key: String,
        region: String? = nil,
        versionID: String? = nil,
        etag: String? = nil,
        size: Int? = nil
    ) {
        self.bucket = bucket
        self.key = key
        self.region = region
        self.versionID = versionID
        self.etag = etag
        self.size = size
    }

    /// How the object is called in reports and logs.
    package var uri: String { bucket.isEmpty ? "file://\(key)" : "s3://\(bucket)/\(key)" }
}
