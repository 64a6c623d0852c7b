import Relay

/// Where progress or the lines in quarantine are kept: a folder, or a prefix in S3.
enum ShelfURL: Equatable, Sendable {
    /// A folder, by its absolute path.
    case folder(path: String)
    /// What begins with a prefix, which is empty or has no slash at its end, in a bucket or behind an access point.
    case s3(bucket: String, prefix: String)

    /// Reads `file:///folder` or `s3://bucket/prefix`, whose prefix stands for itself, without any decoding.
    init(_ url: String) throws(ShelfURLError) {
        let scheme = "s3://"
        if url.utf8.count >= scheme.utf8.count, url.prefix(scheme.count).lowercased() == scheme {
            self = try Self.inS3(scheme + url.dropFirst(scheme.count))
        } else {
            do throws(FolderURLError) { self = .folder(path: try FolderURL.path(of: url)) } catch {
                throw .folder(error)
            }
        }
    }

    /// Whether something is kept in S3.
    var isInS3: Bool {
        if case .s3 = self { true } else { false }
    }

    /// Whether it is another place or inside of it.
    func isWithin(_ other: ShelfURL) -> Bool {
        switch (self, other) {
        case (.folder(let path), .folder(let outer)): Self.lies(path, under: outer)
        case (.s3(let bucket, let prefix), .s3(let outerBucket, let outer)):
            bucket.utf8.elementsEqual(outerBucket.utf8) && Self.lies(prefix, under: outer)
        default: false
        }
    }

    /// Whether an object lies here, unless this is a whole bucket, where others lie too.
    func holds(_ object: ObjectReference) -> Bool {
        guard case .s3(let bucket, let prefix) = self, !prefix.isEmpty else { return false }
        return bucket.utf8.elementsEqual(object.bucket.utf8) && object.key.utf8.starts(with: "\(prefix)/".utf8)
    }

    /// Whether what is kept here could have keys that begin so, or lies around them.
    ///
    /// At the top of a bucket names have no slash, so a key prefix with one begins none of them.
    func overlaps(keyPrefix: String) -> Bool {
        guard case .s3(_, let prefix) = self else { return false }
        guard !prefix.isEmpty else { return !keyPrefix.utf8.contains(UInt8(ascii: "/")) }
        let own = prefix.utf8 + [UInt8(ascii: "/")]
        return own.starts(with: keyPrefix.utf8) || keyPrefix.utf8.starts(with: own)
    }

    private static func lies(_ inner: String, under outer: String) -> Bool {
        outer.isEmpty || inner.utf8.elementsEqual(outer.utf8) || inner.utf8.starts(with: "\(outer)/".utf8)
    }

    private static func inS3(_ url: String) throws(ShelfURLError) -> ShelfURL {
        let marks: [UInt8] = [UInt8(ascii: "?"), UInt8(ascii: "#")]
        guard !url.utf8.contains(where: marks.contains) else { throw .queryOrFragment }
        let isSlashAtEnd = url.utf8.last == UInt8(ascii: "/")
        let place: ObjectReference
        // A prefix is no object's key; with a name behind it, it is.
        do throws(ObjectURLError) { place = try ObjectReference(url: url + (isSlashAtEnd ? "-" : "/-")) } catch {
            throw .bucket
        }
        guard place.key != "-" else { return .s3(bucket: place.bucket, prefix: "") }
        let prefix = String(place.key.dropLast("/-".count))
        let segments = prefix.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for segment in segments {
            guard !segment.isEmpty, !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8) else {
                throw .segment
            }
            guard segment.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .control }
        }
        guard prefix.utf8.count <= longestPrefix else { throw .long }
        return .s3(bucket: place.bucket, prefix: prefix)
    }

    /// A key has 1024 bytes at most, and names follow the prefix.
    private static let longestPrefix = 700
}

/// What is wrong with the URL of a shelf; no case holds the URL, which may carry what is not for a log.
enum ShelfURLError: Error, Equatable, CustomStringConvertible {
    case folder(FolderURLError)
    case bucket
    case queryOrFragment
    case segment
    case control
    case long

    /// The sentence's end, after the variable's name.
    var description: String {
        switch self {
        case .folder(let error): error.description
        case .bucket: "names no bucket; it takes s3://bucket/prefix, with a bucket's name or an access point's ARN"
        case .queryOrFragment: "has a ? or #, which do not belong in s3://bucket/prefix"
        case .segment: "has an empty part, . or .. between the slashes of its prefix; write it as s3://bucket/a/prefix"
        case .control: "has a control character in its prefix"
        case .long: "has a longer prefix than leaves room for names in a key of S3; 700 bytes are the most"
        }
    }
}
