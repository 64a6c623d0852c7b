package import AWS

/// What lies in a bucket of S3 under a prefix.
package final class S3ObjectList: ObjectList {
    private let client: S3Client
    private var query: S3ListQuery?

    /// A list of the keys that begin with a prefix, from the one behind another one on.
    package init(client: S3Client, bucket: String, prefix: String, after: String?) {
        self.client = client
        query = S3ListQuery(bucket: bucket, prefix: prefix, start: after.map { .behind($0) } ?? .beginning)
    }

    package func next() async throws(FetchError) -> [ListedObject]? {
        guard var query else { return nil }
        let page: S3ListPage
        do throws(S3Error) { page = try await client.list(query, context: RequestContext()) } catch {
            throw FetchError(error, uri: "s3://\(query.bucket)/\(query.prefix)")
        }
        if let token = page.next { query.start = .token(token) }
        self.query = page.next == nil ? nil : query
        return page.entries.map { entry in
            ListedObject(
                ObjectReference(
                    bucket: query.bucket, key: entry.key, region: page.region, etag: entry.etag, size: entry.size),
                modified: entry.modified.seconds)
        }
    }
}
