import HTTP

/// Lists of what lies in a bucket.
extension S3Client {
    /// More bytes than a thousand keys of 1024 bytes have, each byte of them escaped, with all that is said of them.
    private static let pageLimit = 8 << 20

    /// One part of a list, and where the next one begins.
    package func list(_ query: S3ListQuery, context: RequestContext) async throws(S3Error) -> S3ListPage {
        let request = S3Request(bucket: query.bucket, key: query.prefix)
        var attempts = requests.attempts(before: context.deadline)
        do throws(S3Error) {
            let (body, region) = try await send(
                "GET", request, [:], query: query.text, in: context, attempts: &attempts
            ) { exchange, region throws(TransferError) in
                (try await exchange.body(atMost: Self.pageLimit), exchange.fields["x-amz-bucket-region"] ?? region)
            }
            guard var page = S3ListPage(body) else {
                throw S3Error(request, .unexpected("what is no list of objects; check AWS_ENDPOINT_URL_S3 and proxies"))
            }
            if let next = page.next, query.start == .token(next) {
                throw S3Error(request, .unexpected("a list that goes on where it began, and would never end"))
            }
            page.region = AWSEnvironment.isRegion(region) ? region : nil
            return page
        } catch {
            throw error.to(be: .listed).after(attempts)
        }
    }
}
