/// An object of S3 that is asked for.
package struct S3Request: Equatable, Sendable {
    /// The bucket's name or alias, or the ARN of an access point.
    package let bucket: String
    /// The key, as it is.
    package let key: String
    /// The region that the bucket is said to lie in.
    package let region: String?
    /// The version that is meant.
    package let versionID: String?
    /// The ETag without quotes that the object must have, where no version says which one is meant.
    package let etag: String?
    /// How many bytes that object has, where it was told.
    package let size: Int?

    /// A request for an object.
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

    /// The version that is meant, unless it is the one that is written anew while a bucket keeps no versions.
    var immutableVersionID: String? { versionID == "null" ? nil : versionID }

    /// How the object is called in messages.
    package var uri: String { "s3://\(bucket)/\(key)" }
}

/// What is said with every request to S3.
package struct S3Options: Equatable, Sendable {
    /// Whether we pay for reading from buckets whose owners do not.
    package var paysForRequests = false
    /// The account that every bucket must belong to.
    package var expectedBucketOwner: String?

    /// Options.
    package init(paysForRequests: Bool = false, expectedBucketOwner: String? = nil) {
        self.paysForRequests = paysForRequests
        self.expectedBucketOwner = expectedBucketOwner
    }
}
