package import JSON

/// Where objects come from: a folder on a laptop, S3 in an account.
package protocol ObjectStore: AnyObject {
    /// Opens an object for reading from its start.
    func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody
}

/// The bytes of one object, handed out in chunks of any size.
package protocol ObjectBody: AnyObject {
    /// Appends the next bytes to a buffer and returns how many they were; zero is the end.
    func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int

    /// Goes on at a place of the inflated object, if that is possible without reading what lies before; tells whether.
    func seek(to offset: Int) async throws(FetchError) -> Bool

    /// How many bytes were read so far, as they are stored.
    var bytesRead: Int { get }

    /// How many attempts at reading failed and were followed by another one, those to open it among them.
    var retries: Int { get }

    /// What tells this content of the object from any other; nothing where it cannot be read a second time.
    var version: String? { get }

    /// The reference with what its store told of version and ETag, where it did not say them itself.
    func confirmed(_ reference: ObjectReference) -> ObjectReference
}

extension ObjectBody {
    package var retries: Int { 0 }

    package var version: String? { nil }

    package func seek(to offset: Int) async throws(FetchError) -> Bool { false }

    package func confirmed(_ reference: ObjectReference) -> ObjectReference { reference }
}

/// What can go wrong between an object and its bytes; each case is a sentence that names the object.
package enum FetchError: Error, Equatable, CustomStringConvertible {
    case missing(uri: String, path: String)
    case unsafeKey(uri: String)
    case outside(uri: String, folder: String)
    case notAFile(uri: String, path: String)
    case unreadable(uri: String, reason: String)
    case interrupted(uri: String)
    case truncatedGzip(uri: String, offset: Int)
    case corruptGzip(uri: String, offset: Int)
    case inflatesTooFar(uri: String, limit: Int)
    case unsupported(uri: String, reason: String)
    /// What S3 said, in a sentence that names the object; whether time ran out over it, and how often it was tried again.
    case s3(String, isTemporary: Bool, isOutOfTime: Bool = false, retries: Int = 0)
    /// It was overwritten since it was announced, and nobody else will relay the newer one.
    case overwritten(uri: String, announced: String, now: String?)
    /// It was overwritten since it was announced, and the newer one is announced by itself.
    case superseded(uri: String)

    /// Whether it may succeed when it is tried again.
    package var isTemporary: Bool {
        switch self {
        case .s3(_, let isTemporary, _, _): isTemporary
        case .interrupted: true
        default: false
        }
    }

    /// Whether there was no more time for it.
    package var isOutOfTime: Bool {
        if case .s3(_, _, let isOutOfTime, _) = self { isOutOfTime } else { false }
    }

    /// How many attempts failed before the last one.
    package var retries: Int {
        if case .s3(_, _, _, let retries) = self { retries } else { 0 }
    }

    /// The sentence.
    package var description: String {
        switch self {
        case .missing(let uri, let path):
            "\(uri) is not there: no file \(path). Check --objects, or copy the object to that place"
        case .unsafeKey(let uri):
            "\(uri) is not read from a folder: its key has an empty, '.' or '..' segment or a zero byte"
        case .outside(let uri, let folder):
            "\(uri) is not read: a link leads out of the folder \(folder)"
        case .notAFile(let uri, let path):
            uri == path ? "\(uri) is not a file" : "\(uri) is not read: \(path) is not a file"
        case .unreadable(let uri, let reason):
            "\(uri) cannot be read: \(reason)"
        case .interrupted(let uri):
            "\(uri) was interrupted while it was read"
        case .truncatedGzip(let uri, let offset):
            "\(uri) ends in the middle of its gzip stream, after \(offset) bytes of content. Fetch it again"
        case .corruptGzip(let uri, let offset):
            "\(uri) is corrupt: its gzip stream breaks after \(offset) bytes of content. Fetch it again"
        case .inflatesTooFar(let uri, let limit):
            "\(uri) inflates to more than \(limit) bytes. Raise RELAY_INFLATE_LIMIT if it is meant to"
        case .unsupported(let uri, let reason):
            "\(uri) cannot be read: \(reason)"
        case .s3(let sentence, _, _, _):
            sentence
        case .overwritten(let uri, let announced, let now):
            "\(uri) was overwritten since: its ETag was \(announced) when it was announced and is "
                + "\(now ?? "another one") now. Replay it by its name to relay what it holds now"
        case .superseded(let uri):
            "\(uri) was overwritten since; a newer version has its own event"
        }
    }
}
