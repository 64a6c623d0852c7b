import HTTP

/// Reads objects from S3, and keeps small ones there.
package final class S3Client: Sendable {
    let requests: SignedRequests
    private let environment: AWSEnvironment
    private let options: S3Options
    private let regions = BucketRegions()

    /// A client that asks with these options wherever the environment says that S3 is.
    package init(requests: SignedRequests, environment: AWSEnvironment, options: S3Options = S3Options()) {
        self.requests = requests
        self.environment = environment
        self.options = options
    }

    /// Opens an object for reading from its start.
    package func open(_ request: S3Request, context: RequestContext) async throws(S3Error) -> S3Object {
        var attempts = requests.attempts(before: context.deadline)
        let exchange = try await get(request, in: context, attempts: &attempts)
        let answer: S3Answer
        do throws(S3Error) { answer = try S3Answer(exchange, to: request) } catch { throw error.after(attempts) }
        return S3Object(request, answer, exchange, attempts) { [self] (object, attempts) throws(S3Error) in
            try await get(request, rest: object, in: context, attempts: &attempts)
        }
    }

    /// The ETag that an object has now, as far as S3 tells it.
    package func currentETag(of request: S3Request, context: RequestContext) async -> String? {
        let plain = S3Request(bucket: request.bucket, key: request.key, region: request.region)
        var attempts = requests.attempts(before: context.deadline)
        do throws(S3Error) {
            let exchange = try await send("HEAD", plain, [:], in: context, attempts: &attempts)
            return exchange.fields.etag
        } catch {
            return nil
        }
    }

    /// Asks for an object, or for what is left of it.
    private func get(
        _ request: S3Request,
        rest: S3Object.Rest? = nil,
        in context: RequestContext,
        attempts: inout Attempts
    ) async throws(S3Error) -> any HTTPExchange {
        var fields: HTTPFields = [:]
        if let rest {
            fields["Range"] = "bytes=\(rest.start)-"
            fields["If-Match"] = "\"\(rest.etag)\""
        } else if request.immutableVersionID == nil {
            fields["If-Match"] = request.etag.map { "\"\($0)\"" }
        }
        return try await send("GET", request, fields, in: context, attempts: &attempts)
    }

    /// Sends a request about an object, whose answer is still to be read.
    func send(
        _ method: String,
        _ request: S3Request,
        _ fields: HTTPFields,
        body: [UInt8]? = nil,
        in context: RequestContext,
        attempts: inout Attempts
    ) async throws(S3Error) -> any HTTPExchange {
        try await send(method, request, fields, body: body, in: context, attempts: &attempts) { exchange, _ in exchange
        }
    }

    /// Sends a request, once more where S3 says that the bucket lies in another region, and takes what is wanted of the
    /// answer, which comes with the region that was asked; with a query it is one about the bucket.
    func send<Answer>(
        _ method: String,
        _ request: S3Request,
        _ fields: HTTPFields,
        query: String? = nil,
        body: [UInt8]? = nil,
        in context: RequestContext,
        attempts: inout Attempts,
        taking take: (any HTTPExchange, _ region: String) async throws(TransferError) -> Answer
    ) async throws(S3Error) -> Answer {
        var hasCorrectedRegion = false
        while true {
            let address = try address(of: request, isBucket: query != nil)
            let fault: RequestFault
            do throws(RequestFault) {
                return try await requests.send(
                    httpRequest(method, request, fields, query, body, to: address),
                    signedBy: Signer(service: "s3", region: address.region, pathRule: .s3),
                    in: context, attempts: &attempts
                ) { exchange throws(TransferError) in try await take(exchange, address.region) }
            } catch {
                fault = error
            }
            guard case .refused(let refusal) = fault, !hasCorrectedRegion, address.hasOpenRegion,
                let region = refusal.region, region != address.region, Self.isAboutRegion(refusal)
            else { throw error(fault, request, at: address).after(attempts) }
            hasCorrectedRegion = true
            regions[request.bucket] = region
        }
    }

    /// What is wrong, where a redirect to the place that was asked means that names of a new bucket have not spread.
    private func error(_ fault: RequestFault, _ request: S3Request, at address: S3Address) -> S3Error {
        if case .refused(let refusal) = fault, refusal.status == 307,
            refusal.region.map({ $0 == address.region }) ?? (refusal.code == "TemporaryRedirect")
        {
            return S3Error(request, .spreading(refusal), options)
        }
        return S3Error(request, .request(fault), options)
    }

    private func address(of request: S3Request, isBucket: Bool) throws(S3Error) -> S3Address {
        let region = regions[request.bucket] ?? request.region ?? environment.region ?? "us-east-1"
        do throws(S3AddressError) {
            if isBucket { return try S3Address(bucket: request.bucket, region: region, environment: environment) }
            return try S3Address(
                bucket: request.bucket, key: request.key, region: region, environment: environment)
        } catch {
            throw S3Error(request, .address(error), options)
        }
    }

    private func httpRequest(
        _ method: String, _ request: S3Request, _ fields: HTTPFields, _ query: String?, _ body: [UInt8]?,
        to address: S3Address
    ) -> HTTPRequest {
        let version = request.versionID.map { "versionId=" + PercentEncoding.encoded($0) }
        let url = address.url + ((query ?? version).map { "?" + $0 } ?? "")
        var http = HTTPRequest(method, url, fields: fields, body: body)
        if options.paysForRequests { http.fields["x-amz-request-payer"] = "requester" }
        http.fields["x-amz-expected-bucket-owner"] = options.expectedBucketOwner
        return http
    }

    /// Whether the request went to the wrong region, and not just astray.
    private static func isAboutRegion(_ refusal: Refusal) -> Bool {
        switch refusal.status {
        case 301, 302, 307, 308: true
        // An answer to HEAD has no body, and so no code.
        case 400: ["AuthorizationHeaderMalformed", "IllegalLocationConstraintException", nil].contains(refusal.code)
        default: false
        }
    }
}

extension HTTPFields {
    /// The ETag without its quotes.
    var etag: String? { self["etag"].flatMap(\.unquotedETag) }
}

extension String {
    /// An ETag without the quotes around it; nothing where nothing is left.
    var unquotedETag: String? {
        var text = self
        if text.hasPrefix("W/") { text.removeFirst(2) }
        guard text.utf8.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return text.isEmpty ? nil : text }
        return String(text.dropFirst().dropLast())
    }
}
