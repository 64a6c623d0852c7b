package import AWS

/// What lies in a bucket of S3 under a prefix.
package final class S3ObjectList: ObjectList {
    private let client: S3Client
    private let context: RequestContext
    private var query: S3ListQuery?
    /// The last key that was handed out; at the beginning, that behind which the list begins.
    private var last: String?

    /// A list of the keys that begin with a prefix, from the one behind another one on.
    package init(
        client: S3Client, bucket: String, prefix: String, after: String?, context: RequestContext = RequestContext()
    ) {
        self.client = client
        self.context = context
        last = after
        query = S3ListQuery(bucket: bucket, prefix: prefix, start: after.map { .behind($0) } ?? .beginning)
    }

    package func next() async throws(FetchError) -> [ListedObject]? {
        guard var query else { return nil }
        let page: S3ListPage
        do throws(S3Error) { page = try await client.list(query, context: context) } catch {
            throw FetchError(error, uri: "s3://\(query.bucket)/\(query.prefix)")
        }
        try check(page, query)
        last = page.entries.last?.key ?? last
        if let token = page.next { query.start = .token(token) }
        self.query = page.next == nil ? nil : query
        return page.entries.map { entry in
            ListedObject(
                ObjectReference(
                    bucket: query.bucket, key: entry.key, region: page.region, etag: entry.etag, size: entry.size),
                modified: entry.modified.seconds)
        }
    }

    /// Refuses what was not asked for, and what was there before: such a list could go on for ever.
    private func check(_ page: S3ListPage, _ query: S3ListQuery) throws(FetchError) {
        let isBehind = last.map { last in
            page.entries.first.map { last.utf8.lexicographicallyPrecedes($0.key.utf8) } ?? true
        }
        let isWithin = page.entries.allSatisfy { $0.key.utf8.starts(with: query.prefix.utf8) }
        guard isBehind == false || !isWithin else { return }
        throw .s3(
            "s3://\(query.bucket)/\(query.prefix) cannot be listed: S3 sent keys that were "
                + (isWithin ? "sent before, or lie before the place to begin at" : "not asked for")
                + "; check that what AWS_ENDPOINT_URL_S3 names knows ListObjectsV2",
            isTemporary: false)
    }
}
