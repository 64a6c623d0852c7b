import JSON
import Relay
import Testing

@Suite struct EventKeyTests {
    static let decoded: [(written: String, key: String)] = [
        ("in/a+b.jsonl", "in/a b.jsonl"),
        ("in/a%20b.jsonl", "in/a b.jsonl"),
        ("a%2Bb", "a+b"),
        ("a%2bb", "a+b"),
        ("%C3%A9t%C3%A9", "\u{E9}t\u{E9}"),
        ("e%CC%81", "e\u{301}"),
        ("%E2%82%AC%F0%9F%90%A6", "\u{20AC}\u{1F426}"),
        ("100%25", "100%"),
        ("100%2525", "100%25"),
        ("%2B%252B+", "+%2B "),
        ("a%2Fb", "a/b"),
        ("year%3D2026/x", "year=2026/x"),
        ("a%0Ab", "a\nb"),
        ("../a/./b", "../a/./b"),
        ("\u{E9}", "\u{E9}"),
        ("~%281%29", "~(1)"),
    ]

    @Test(arguments: decoded)
    func `a key in an S3 notification is form-encoded`(written: String, key: String) throws {
        let keys = try announced(by: Written.notification(Written.record(key: written))).keys
        #expect(keys.map { Array($0.utf8) } == [Array(key.utf8)])
    }

    @Test(arguments: decoded)
    func `a key in S3 Batch Operations is form-encoded`(written: String, key: String) throws {
        let event = Written.batch(#"{"s3Key":\#(Written.text(written)),"s3BucketArn":"arn:aws:s3:::captures"}"#)
        #expect(try announced(by: event).keys.map { Array($0.utf8) } == [Array(key.utf8)])
    }

    @Test(arguments: decoded)
    func `other keys are taken as they are`(written: String, key: String) throws {
        let text = Written.text(written)
        let events = [
            Written.bridged(key: written),
            Written.queue(Written.bridged(key: written)),
            Written.continuation(key: written),
            #"{"Bucket":"captures","Key":\#(text)}"#,
            #"{"BatchInput":{"bucket":"captures"},"Items":[{"Key":\#(text)}]}"#,
        ]
        for event in events {
            #expect(try announced(by: event).keys.map { Array($0.utf8) } == [Array(written.utf8)])
        }
    }

    @Test func `a plus in an S3 key is a space`() throws {
        #expect(try announced(by: Written.notification(Written.record(key: "a+b"))).keys == ["a b"])
        #expect(try announced(by: Written.bridged(key: "a+b")).keys == ["a+b"])
    }

    @Test(arguments: [
        ("%", "%"), ("a%", "%"), ("a%2", "%"), ("a%zz", "%"), ("a%2g", "%"), ("%%20", "%"), ("%+1", "%"), ("% 1", "%"),
        ("%C3", "UTF-8"), ("%C3%28", "UTF-8"), ("%FF", "UTF-8"), ("%C0%AF", "UTF-8"), ("%ED%A0%80", "UTF-8"),
        ("a%00b", "NUL"), ("a\u{0}b", "NUL"),
    ])
    func `a key that does not decode is refused alone`(written: String, word: String) throws {
        let event = Written.notification(
            Written.record(key: "first"), Written.record(key: written), Written.record(key: "last"))
        let announcement = try announced(by: event)
        #expect(announcement.keys == ["first", "last"])
        #expect(announcement.refused.map(\.uri) == ["s3://captures/\(written)"])
        #expect(announcement.refused.first?.reason.contains(word) == true)
    }

    @Test(arguments: [
        Written.bridged(key: "a\u{0}"), Written.continuation(key: "a\u{0}"), #"{"Bucket":"captures","Key":"a\u0000"}"#,
    ])
    func `a NUL is refused in a key that is not encoded too`(event: String) throws {
        let announcement = try announced(by: event)
        #expect(announcement.objects.isEmpty)
        #expect(announcement.refused.map(\.reason) == ["the key holds a NUL byte"])
    }
}
