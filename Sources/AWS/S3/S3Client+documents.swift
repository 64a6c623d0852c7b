import HTTP
import JSON

/// Small objects, which are read and written whole.
extension S3Client {
    /// Writes an object, if a condition holds, and returns its new ETag without quotes.
    ///
    /// An attempt may have been done although its answer was lost; the next one finds its own object then, and the
    /// error says that the condition does not hold.
    package func put(
        _ bytes: [UInt8],
        to request: S3Request,
        if condition: S3Condition = .always,
        context: RequestContext
    ) async throws(S3Error) -> String {
        var fields: HTTPFields = [:]
        switch condition {
        case .always: break
        case .absent: fields["If-None-Match"] = "*"
        case .etag(let etag): fields["If-Match"] = "\"\(etag)\""
        }
        let current = S3Request(bucket: request.bucket, key: request.key, region: request.region)
        var attempts = requests.attempts(before: context.deadline)
        do throws(S3Error) {
            let exchange = try await send("PUT", current, fields, body: bytes, in: context, attempts: &attempts)
            let etag = try S3Answer.etag(of: exchange, current)
            // An answer that was read to its end leaves its connection to the next request.
            _ = try? await exchange.body(atMost: 1 << 16)
            return etag
        } catch {
            throw error.to(be: .written).after(attempts)
        }
    }

    /// Reads a whole object that has no more bytes than a limit, with its ETag; nothing where there is none.
    package func read(
        _ request: S3Request, atMost limit: Int, context: RequestContext
    ) async throws(S3Error) -> (bytes: [UInt8], etag: String)? {
        let object: S3Object
        do throws(S3Error) { object = try await open(request, context: context) } catch {
            if error.meansMissing { return nil }
            throw error
        }
        var buffer = ByteBuffer()
        while try await object.read(into: &buffer) > 0 {
            guard buffer.count <= limit else {
                throw S3Error(request, .unexpected("more than \(limit) bytes, and nothing that long is expected there"))
            }
        }
        return (buffer.bytes.array, object.etag)
    }
}

/// What must be so for an object to be written.
package enum S3Condition: Equatable, Sendable {
    case always
    /// There is none under the key yet.
    case absent
    /// The one under the key has this ETag, without quotes, still.
    case etag(String)
}
