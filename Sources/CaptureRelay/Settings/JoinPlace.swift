/// Where the captures lie that labels are joined with: a folder, or what begins with a prefix in S3.
enum JoinPlace: Equatable, Sendable {
    /// A folder, by its absolute path.
    case folder(path: String)
    /// What has keys that begin so.
    case s3(bucket: String, prefix: String)

    /// Whether it is in S3.
    var isInS3: Bool {
        if case .s3 = self { true } else { false }
    }

    /// How it is called in messages.
    var name: String {
        switch self {
        case .folder(let path): path
        case .s3(let bucket, let prefix): "s3://\(bucket)/\(prefix)"
        }
    }
}
