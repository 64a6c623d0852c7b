extension ObjectReference {
    private static let scheme = "s3://"

    /// Whether a text names an object in S3.
    package static func isURL(_ text: String) -> Bool { text.utf8.starts(with: scheme.utf8) }

    /// The object that `s3://bucket/key` names: what follows the bucket is the key, byte by byte and as it stands.
    package init(url: String) throws(ObjectURLError) {
        let (bucket, key) = try Self.parts(of: url)
        guard !key.isEmpty else { throw .keyMissing(url) }
        guard !key.utf8.contains(0) else { throw .keyNUL(url) }
        self.init(bucket: bucket, key: key)
    }

    /// The bucket that `s3://bucket/prefix` names, and what keys begin with, which may be nothing.
    package static func parts(of url: String) throws(ObjectURLError) -> (bucket: String, key: String) {
        guard isURL(url) else { throw .bucket(url) }
        let name = url.utf8.dropFirst(scheme.utf8.count)
        var bucket = name.prefix { $0 != UInt8(ascii: "/") }
        // The name of an access point follows a slash of its own.
        if let head = String(bucket), head.hasPrefix("arn:"), head.hasSuffix(":accesspoint") {
            bucket = name[..<name[bucket.endIndex...].dropFirst().prefix { $0 != UInt8(ascii: "/") }.endIndex]
        }
        guard let bucketName = BucketName(String(Substring(bucket))) else { throw .bucket(url) }
        return (bucketName.text, String(Substring(name[bucket.endIndex...].dropFirst())))
    }
}

/// Why an `s3://` URL names no object; each case is a sentence.
package enum ObjectURLError: Error, Equatable, CustomStringConvertible {
    case bucket(String)
    case keyMissing(String)
    case keyNUL(String)

    /// The sentence.
    package var description: String {
        switch self {
        case .bucket(let url):
            "\(url) names no bucket: an object is written s3://bucket/key, with a bucket's name or an access point's ARN"
        case .keyMissing(let url): "\(url) names no key: an object is written s3://bucket/key"
        case .keyNUL(let url): "\(url) cannot be read: its key holds a NUL byte"
        }
    }
}
