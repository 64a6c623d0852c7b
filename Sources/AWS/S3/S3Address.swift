import JSON

/// Where an object or a list is asked for: its URL, and the region that the request is signed for.
package struct S3Address: Equatable, Sendable {
    /// The URL without a query; the key stands in it as it is, each byte of it encoded once.
    package let url: String
    /// The region to sign for.
    package let region: String
    /// Whether another region can be the right one; an access point names its own.
    let hasOpenRegion: Bool

    /// The address of an object.
    package init(
        bucket: String,
        key: String,
        region: String,
        environment: AWSEnvironment
    ) throws(S3AddressError) {
        guard !key.isEmpty else { throw .keyMissing }
        let path = "/" + PercentEncoding.encoded(key, keepingSlashes: true)
        try self.init(bucket, path: path, region, environment)
    }

    /// The address of a bucket as a whole.
    package init(bucket: String, region: String, environment: AWSEnvironment) throws(S3AddressError) {
        try self.init(bucket, path: nil, region, environment)
    }

    private init(
        _ bucket: String, path: String?, _ region: String, _ environment: AWSEnvironment
    ) throws(S3AddressError) {
        if let point = AccessPoint(arn: bucket) {
            self.region = point.region
            url = Self.host(of: point, environment) + (path ?? "/")
            hasOpenRegion = false
            return
        }
        try Self.check(bucket)
        self.region = region
        hasOpenRegion = true
        let endpoint = environment.endpoint(for: .s3, region: region)
        let isHost = environment.s3Endpoint == nil && Self.canBeHost(bucket)
        url =
            isHost
            ? Self.prefixed(endpoint, with: bucket) + (path ?? "/") : "\(endpoint)/\(bucket)" + (path ?? "")
    }

    private static func host(of point: AccessPoint, _ environment: AWSEnvironment) -> String {
        if let endpoint = environment.s3Endpoint { return prefixed(endpoint, with: point.label) }
        let service =
            "s3-accesspoint" + (environment.useFIPS ? "-fips" : "") + (environment.useDualStack ? ".dualstack" : "")
        return "https://\(point.label).\(service).\(point.region).\(AWSEnvironment.domain(of: point.region))"
    }

    /// A URL with another part in front of its host.
    private static func prefixed(_ url: String, with label: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return url }
        return "\(parts[0])//\(label).\(parts[2])"
    }

    /// Refuses what no URL may be built from, and buckets of a kind that is read in another way.
    private static func check(_ bucket: String) throws(S3AddressError) {
        guard !bucket.hasSuffix("--x-s3"), !bucket.hasSuffix("--xa-s3") else { throw .directoryBucket }
        if bucket.hasPrefix("arn:") { throw .otherARN }
        let bytes = Array(bucket.utf8)
        let isName = (3...255).contains(bytes.count) && bytes.allSatisfy { $0.isOfName || $0 == UInt8(ascii: ".") }
        guard isName, bytes.first != UInt8(ascii: "."), !bucket.contains("..") else { throw .noName }
    }

    /// Whether a bucket's name can be part of a host's, and one that a certificate covers.
    ///
    /// Names with dots need certificates that nobody has; those with capital letters or underscores are old.
    private static func canBeHost(_ bucket: String) -> Bool {
        let bytes = bucket.utf8
        return (3...63).contains(bytes.count) && bytes.allSatisfy(\.isOfHost)
            && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
    }
}

/// Why there is no address; each case is a phrase that follows the object's name.
package enum S3AddressError: Error, Equatable, CustomStringConvertible {
    case keyMissing
    case directoryBucket
    case otherARN
    case noName

    /// The phrase.
    package var description: String {
        switch self {
        case .keyMissing: "it names no key"
        case .directoryBucket:
            "it lies in a directory bucket, which needs CreateSession; copy it to a general purpose bucket"
        case .otherARN: "its bucket is an ARN, but not that of an access point with a region"
        case .noName: "its bucket is no bucket's name"
        }
    }
}

extension UInt8 {
    fileprivate var isOfName: Bool {
        isOfHost || self == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
