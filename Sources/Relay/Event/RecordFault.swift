/// Why a record that should announce an object is refused; each case is a phrase that follows the object's name.
enum RecordFault: Error, Equatable, CustomStringConvertible {
    case foreign(source: String?)
    case eventVersion(String)
    case bucketMissing
    case keyMissing
    case bucket(String)
    case region(String)
    case versionID
    case etag
    case keyEscape
    case keyEncoding
    case keyNUL

    /// The phrase.
    var description: String {
        switch self {
        case .foreign(let source?):
            "the record comes from '\(source)', not from S3, SNS or SQS"
        case .foreign(nil):
            "the record is none of S3, SNS or SQS"
        case .eventVersion(let version):
            "the record has the event version \(version); 2.x is what can be read"
        case .bucketMissing:
            "the record does not say the bucket"
        case .keyMissing:
            "the record does not say the key"
        case .bucket(let text):
            "'\(text)' is neither a bucket's name nor the ARN of an access point"
        case .region(let text):
            "'\(text)' is not the name of a region"
        case .versionID:
            "the version id has characters that no version id has"
        case .etag:
            "the ETag has characters that no ETag has"
        case .keyEscape:
            "the key has a % that two hexadecimal digits do not follow"
        case .keyEncoding:
            "the key's escapes are not UTF-8"
        case .keyNUL:
            "the key holds a NUL byte"
        }
    }
}
