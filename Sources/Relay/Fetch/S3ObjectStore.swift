package import AWS
import JSON

/// Objects in S3.
package final class S3ObjectStore: ObjectStore {
    /// What is done about an object that was overwritten since the event that names it.
    package enum Overwritten: Sendable {
        /// It is skipped: in a live trigger the newer version has an event of its own.
        case skipped
        /// It has failed: nobody else will see to the newer one.
        case failed
    }

    private let client: S3Client
    private let context: RequestContext
    private let overwritten: Overwritten

    /// A store over a client, for work that has its time.
    package init(client: S3Client, context: RequestContext = RequestContext(), overwritten: Overwritten) {
        self.client = client
        self.context = context
        self.overwritten = overwritten
    }

    package func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
        let request = S3Request(
            bucket: reference.bucket, key: reference.key, region: reference.region,
            versionID: reference.versionID, etag: reference.etag, size: reference.size)
        do throws(S3Error) {
            return S3Body(try await client.open(request, context: context), uri: reference.uri)
        } catch {
            guard error.meansOverwritten else { throw FetchError(error, uri: reference.uri) }
            if overwritten == .skipped, !reference.isListed { throw .superseded(uri: reference.uri) }
            var now = error.currentETag
            if now == nil { now = await client.currentETag(of: request, context: context) }
            throw .overwritten(uri: reference.uri, announced: reference.etag ?? "", now: now)
        }
    }
}

/// The bytes of an object in S3.
private final class S3Body: ObjectBody {
    private let object: S3Object
    private let uri: String

    var bytesRead: Int { object.bytesRead }
    var retries: Int { object.retries }
    var version: String? { object.versionID ?? object.etag }

    init(_ object: S3Object, uri: String) {
        self.object = object
        self.uri = uri
    }

    func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        do throws(S3Error) {
            return try await object.read(into: &buffer)
        } catch {
            throw FetchError(error, uri: uri)
        }
    }

    func seek(to offset: Int) async throws(FetchError) -> Bool {
        do throws(S3Error) { return try await object.seek(to: offset) } catch { throw FetchError(error, uri: uri) }
    }

    func confirmed(_ reference: ObjectReference) -> ObjectReference {
        var reference = reference
        reference.versionID = reference.versionID ?? object.versionID
        reference.etag = reference.etag ?? object.etag
        return reference
    }
}

extension FetchError {
    /// What S3 said of an object or a list.
    init(_ error: S3Error, uri: String) {
        if error.hindrance == .interruption {
            self = .interrupted(uri: uri)
        } else {
            self = .s3(
                "\(error)", isTemporary: error.isTemporary, isOutOfTime: error.hindrance == .deadline,
                retries: error.retries)
        }
    }
}
