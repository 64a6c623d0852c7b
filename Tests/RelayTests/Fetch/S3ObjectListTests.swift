import AWS
import HTTP
import TestSupport
import Testing

@testable import Relay

@Suite struct S3ObjectListTests {
    private struct Keys: CredentialProvider {
        func credentials(before: ContinuousClock.Instant?) async throws(CredentialError) -> Credentials {
            Credentials(accessKeyID: "AKID", secretAccessKey: "secret")
        }
        func forget(_ credentials: Credentials) async {}
    }

    private func list(_ http: ScriptedHTTP, after: String? = nil) -> S3ObjectList {
        let requests = SignedRequests(http: http, credentials: Keys(), waiting: NoWaiting())
        let environment = AWSEnvironment { ["AWS_REGION": "eu-west-1"][$0] }
        return S3ObjectList(
            client: S3Client(requests: requests, environment: environment), bucket: "bucket", prefix: "in/",
            after: after)
    }

    private static func page(_ keys: [String], next: String?) -> ScriptedHTTP.Step {
        let contents = keys.map {
            "<Contents><Key>\($0)</Key><LastModified>2025-03-01T10:30:15Z</LastModified><ETag>\"e\"</ETag><Size>3</Size>"
                + "</Contents>"
        }
        return .text(
            200,
            "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated><NextContinuationToken>\(next ?? "")"
                + "</NextContinuationToken>\(contents.joined())</ListBucketResult>")
    }

    @Test func `Pages follow one another to the end, which lasts`() async throws {
        let http = ScriptedHTTP([
            Self.page(["in/a", "in/b"], next: "t1"), Self.page([], next: "t2"), Self.page(["in/c"], next: nil),
        ])
        let list = list(http, after: "in/0")
        var keys: [[String]] = []
        while let page = try await list.next() { keys.append(page.map(\.object.key)) }
        #expect(keys == [["in/a", "in/b"], [], ["in/c"]])
        #expect(try await list.next() == nil)
        let queries = http.requests.map { $0.url.split(separator: "?").last ?? "" }
        #expect(queries[0].hasSuffix("&start-after=in%2F0"))
        #expect(queries[1].hasPrefix("continuation-token=t1&") && !queries[1].contains("start-after"))
        #expect(queries[2].hasPrefix("continuation-token=t2&"))
    }

    @Test(arguments: [
        (["in/a", "in/b"], ["in/a", "in/b"], "sent before"), (["in/b"], ["in/b", "in/c"], "sent before"),
        (["in/a"], ["in/b", "other/c"], "not asked for"), ([], ["in/0"], "lie before the place to begin at"),
        ([], ["in/"], "lie before the place to begin at"),
    ])
    func `A list that goes round, or tells what was not asked for, is refused`(
        first: [String], second: [String], words: String
    ) async throws {
        let list = list(ScriptedHTTP([Self.page(first, next: "t1"), Self.page(second, next: "t2")]), after: "in/0")
        _ = try await list.next()
        let error = await #expect(throws: FetchError.self) { try await list.next() }
        #expect(error?.description.hasPrefix("s3://bucket/in/ cannot be listed: S3 sent keys that were") == true)
        #expect(error?.description.contains(words) == true)
    }

    @Test func `Keys come in the order of their bytes, not of letters`() async throws {
        let list = list(
            ScriptedHTTP([Self.page(["in/Z", "in/e\u{301}"], next: "t1"), Self.page(["in/\u{E9}"], next: nil)]))
        #expect(try await list.next()?.count == 2)
        #expect(try await list.next()?.count == 1)
    }

    @Test func `An object is told with all that the list says`() async throws {
        let page = try await list(ScriptedHTTP([Self.page(["in/a"], next: nil)])).next()
        var expected = ObjectReference(bucket: "bucket", key: "in/a", region: "eu-west-1", etag: "e", size: 3)
        expected.isListed = true
        #expect(page?.map(\.object) == [expected])
        #expect(page?.map(\.modified) == [1_740_825_015])
    }

    @Test func `An error names the prefix, and the same page can be asked for again`() async throws {
        let http = ScriptedHTTP([
            Self.page(["in/a"], next: "t1"), .text(403, "<Error><Code>AccessDenied</Code></Error>"),
            Self.page(["in/b"], next: nil),
        ])
        let list = list(http)
        _ = try await list.next()
        let error = await #expect(throws: FetchError.self) { try await list.next() }
        #expect(error?.description.contains("s3://bucket/in/ cannot be listed: access is denied") == true)
        #expect(try await list.next()?.map(\.object.key) == ["in/b"])
    }

    @Test func `An interruption is told as one`() async throws {
        let list = list(ScriptedHTTP([.fault(TransferError(.interrupted))]))
        await #expect(throws: FetchError.interrupted(uri: "s3://bucket/in/")) { try await list.next() }
    }
}
