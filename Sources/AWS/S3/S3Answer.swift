import HTTP
import JSON

/// The object that a response holds, once it is sure to be the one that was asked for, and to have an end that is known.
struct S3Answer {
    private static let advice = "check AWS_ENDPOINT_URL_S3 and proxies"

    /// The ETag without quotes.
    let etag: String
    /// The version, in a bucket that keeps versions.
    let versionID: String?
    /// How many bytes the object has, where that is told.
    let length: Int?

    /// Looks at a response that should hold all of an object.
    init(_ exchange: any HTTPExchange, to request: S3Request) throws(S3Error) {
        guard exchange.status == 200 else { throw S3Error(request, .unexpected("HTTP \(exchange.status)")) }
        etag = try Self.etag(of: exchange, request)
        versionID = exchange.fields["x-amz-version-id"].flatMap { $0.isEmpty || $0 == "null" ? nil : $0 }
        let isMeant = try Self.isMeant(etag, exchange, request)
        let told = try Self.length(of: exchange, request)
        if isMeant, let size = request.size, let told, told != size {
            let what = "\(told) bytes, although it was announced with \(size); \(Self.advice)"
            throw S3Error(request, .unexpected(what))
        }
        length = told ?? (isMeant ? request.size : nil)
    }

    /// The ETag of a response, which every answer of S3 has.
    static func etag(of exchange: any HTTPExchange, _ request: S3Request) throws(S3Error) -> String {
        guard let etag = exchange.fields.etag else {
            throw S3Error(request, .unexpected("an answer without an ETag, which is not S3's; \(advice)"))
        }
        return etag
    }

    /// The length of what a response holds; nothing where it comes in chunks, of which the last one is told.
    static func length(of exchange: any HTTPExchange, _ request: S3Request) throws(S3Error) -> Int? {
        let fields = exchange.fields
        if fields["transfer-encoding"]?.lowercased().contains("chunked") ?? false { return nil }
        guard let length = fields["content-length"].flatMap({ Int($0) }), length >= 0 else {
            throw S3Error(
                request, .unexpected("an answer that says no length, and whose end nobody can tell; \(advice)"))
        }
        return length
    }

    /// Whether it is sure to be the very object that was announced; an error where it is another one.
    private static func isMeant(
        _ etag: String, _ exchange: any HTTPExchange, _ request: S3Request
    ) throws(S3Error) -> Bool {
        let hasETag = request.etag.map { $0.utf8.elementsEqual(etag.utf8) }
        guard let wanted = request.immutableVersionID else {
            if hasETag == false { throw S3Error(request, .overwritten(now: etag)) }
            return hasETag ?? false
        }
        let version = exchange.fields["x-amz-version-id"]
        // A server that keeps no versions tells none, and can be right all the same.
        let isOther = version.map { !$0.utf8.elementsEqual(wanted.utf8) } ?? (hasETag == false)
        guard !isOther else {
            throw S3Error(request, .unexpected("another version than it was asked for; \(advice)"))
        }
        return version != nil || hasETag ?? false
    }
}
