import TestSupport
import Testing

@testable import AWS

@Suite struct S3ListPageTests {
    private func read(_ document: String) -> S3ListPage? { S3ListPage(Array(document.utf8)) }

    @Test func `A part of a list as S3 sends it is read`() throws {
        let page = try #require(
            read(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name>\
                <Prefix>in/</Prefix><NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=\
                </NextContinuationToken><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType>\
                <IsTruncated>true</IsTruncated><Contents><Key>in/a+b%2Bc%C3%A9%0A.jsonl</Key>\
                <LastModified>2025-03-01T10:30:15.000Z</LastModified><ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;\
                </ETag><Size>1111</Size><Owner><ID>x</ID><Key>not this one</Key></Owner>\
                <StorageClass>STANDARD</StorageClass></Contents><Contents><Key>in/b</Key>\
                <LastModified>2025-03-01T10:30:16.000Z</LastModified><Size>0</Size></Contents>\
                <CommonPrefixes><Prefix>in/x/</Prefix></CommonPrefixes></ListBucketResult>
                """))
        #expect(page.next == "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=")
        #expect(page.entries.map(\.key) == ["in/a b+cé\n.jsonl", "in/b"])
        #expect(page.entries.map(\.etag) == ["70ee1738b6b21e2c8a43f3a5ab0eee71", nil])
        #expect(page.entries.map(\.size) == [1111, 0])
        #expect(page.entries.map(\.modified.seconds) == [1_740_825_015, 1_740_825_016])
    }

    private func one(key: String = "k", _ fields: String = "", tail: String = "") -> String {
        "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>\(key)</Key>"
            + "<LastModified>2025-03-01T10:30:15Z</LastModified><Size>1</Size>\(fields)</Contents>\(tail)"
            + "</ListBucketResult>"
    }

    @Test func `A key that a server did not encode is taken as it stands`() {
        #expect(read(one(key: " a+b%20&amp;c "))?.entries.map(\.key) == [" a+b%20&c "])
        #expect(read(one(key: "a+b%20c", tail: "<EncodingType>url</EncodingType>"))?.entries.map(\.key) == ["a b c"])
    }

    @Test func `A list of nothing is one`() {
        #expect(read("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")?.entries == [])
    }

    @Test(arguments: [
        "", "<html><body>Sign in</body></html>", "<Error><Code>AccessDenied</Code></Error>", "<ListBucketResult/>",
        "<ListAllMyBucketsResult><IsTruncated>false</IsTruncated></ListAllMyBucketsResult>",
        "<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>",
        "<ListBucketResult><IsTruncated>false</IsTruncated>",
        "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken/></ListBucketResult>",
        "<x><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult></x>",
    ])
    func `What is no list, or not all of a part, is refused`(document: String) {
        #expect(read(document) == nil)
    }

    @Test(arguments: [
        "<Key>k</Key>", "<Key>k</Key><Size>1</Size>", "<Key>k</Key><LastModified>2025-03-01T10:30:15Z</LastModified>",
        "<Key></Key><LastModified>2025-03-01T10:30:15Z</LastModified><Size>1</Size>",
        "<Key>%</Key><LastModified>2025-03-01T10:30:15Z</LastModified><Size>1</Size>",
        "<Key>%C3</Key><LastModified>2025-03-01T10:30:15Z</LastModified><Size>1</Size>",
        "<Key>k</Key><LastModified>yesterday</LastModified><Size>1</Size>",
        "<Key>k</Key><LastModified>2025-03-01T10:30:15Z</LastModified><Size>-1</Size>",
        "<Key>k</Key><LastModified>2025-03-01T10:30:15Z</LastModified><Size>99999999999999999999</Size>",
    ])
    func `A list with an object that cannot be what it says is refused as a whole`(fields: String) {
        let document =
            "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
            + "<Contents>\(fields)</Contents></ListBucketResult>"
        #expect(read(document) == nil)
    }

    /// A key of any characters but those that no document can hold.
    private func key(_ random: inout SeededGenerator) -> String {
        let scalars: [UnicodeScalar] = [
            "a", "/", "+", "%", "&", "<", ">", "\"", "'", " ", "\n", "é", "日", "😀", "\u{1}", "]",
        ]
        return (0..<Int.random(in: 1...12, using: &random)).map { _ in
            String(scalars.randomElement(using: &random) ?? "a")
        }.joined()
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    @Test(arguments: [true, false])
    func `What was written is read, whatever the keys`(isEncoded: Bool) {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            let keys = (0..<Int.random(in: 0...5, using: &random)).map { _ in key(&random) }
            let contents = keys.enumerated().map { index, key in
                let name = isEncoded ? PercentEncoding.encoded(key).replacing("%20", with: "+") : escaped(key)
                let parts = [
                    "<Key>\(name)</Key>", "<Size>\(index)</Size>", "<ETag>&quot;e\(index)&quot;</ETag>",
                    "<LastModified>2025-03-01T10:30:15.123Z</LastModified>", "<StorageClass>GLACIER</StorageClass>",
                    "<Owner><DisplayName>x</DisplayName></Owner>",
                ]
                return "<Contents>\(parts.shuffled(using: &random).joined())</Contents>"
            }
            let fields = [
                "<IsTruncated>false</IsTruncated>", isEncoded ? "<EncodingType>url</EncodingType>" : "<MaxKeys/>",
            ]
            let document = "<ListBucketResult>\((contents + fields).joined(separator: "\n"))</ListBucketResult>"
            let page = read(document)
            #expect(page?.entries.map { Array($0.key.utf8) } == keys.map { Array($0.utf8) })
            #expect(page?.entries.map(\.size) == Array(keys.indices))
            #expect(page?.entries.map(\.etag) == keys.indices.map { "e\($0)" })
            // Cut off anywhere, it is none.
            let bytes = Array(document.utf8)
            #expect(S3ListPage(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))) == nil)
        }
    }
}
