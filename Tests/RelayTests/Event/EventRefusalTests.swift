import JSON
import Relay
import Testing

@Suite struct EventRefusalTests {
    static let buckets = [
        "abc", "captures", "my.captures-2026", "Legacy_Captures", "1captures", String(repeating: "a", count: 63),
        "captures--use1-az4--x-s3", "captures-a1b2c3-s3alias", "1.2.3.4.5",
        "arn:aws:s3:eu-west-1:210987654321:accesspoint/captures-ap",
        "arn:aws-us-gov:s3:us-gov-west-1:210987654321:accesspoint:captures-ap",
    ]

    @Test(arguments: buckets)
    func `buckets and access points are taken as they are`(bucket: String) throws {
        let event = Written.notification(Written.record(bucket: bucket))
        #expect(try announced(by: event).objects.map(\.bucket) == [bucket])
    }

    @Test(arguments: [
        "ab", String(repeating: "a", count: 64), "a/b", "../etc", "a..b", "..", ".captures", "captures.", "-captures",
        "captures-", "_captures", "10.0.0.1", "captures/../other", "captures?x", "captures#x", "cap tures", "cap@tures",
        "captures:80", "captures%2F", "captur\u{E9}s", "captures\u{0}", "captures\r\n", "user@host.example",
        "arn:aws:s3:::a/b", "arn:aws:s3:::", "arn:aws:sqs:::captures", "arn:evil:s3:::captures",
        "arn:aws:s3::1:captures",
        "arn:aws:s3:eu-west-1:210987654321:accesspoint/", "arn:aws:s3:eu-west-1:210987654321:accesspoint/a/b/c",
        "arn:aws:s3:eu-west-1:210987654321:accesspoint/../x", "arn:aws:s3:eu-west-1:21098765432:accesspoint/captures",
        "arn:aws:s3:evil.example/:210987654321:accesspoint/captures", "arn:aws:s3::210987654321:accesspoint/captures",
        "arn:aws:s3-outposts:eu-west-1:210987654321:accesspoint/captures",
    ])
    func `what is no bucket is refused alone`(bucket: String) throws {
        let announcement = try announced(
            by: Written.notification(Written.record(bucket: bucket), Written.record(key: "good")))
        #expect(announcement.keys == ["good"])
        #expect(announcement.refused.count == 1)
        #expect(announcement.refused.first?.reason.contains("bucket") == true)
    }

    @Test(arguments: ["eu-west-1", "us-gov-west-1", "x", String(repeating: "a", count: 32)])
    func `a region is taken as it is`(region: String) throws {
        let event = Written.notification(Written.record(more: #""awsRegion":\#(Written.text(region)),"#))
        #expect(try announced(by: event).objects.map(\.region) == [region])
    }

    @Test(arguments: [
        "evil.example/", "eu-west-1@evil", "EU-WEST-1", "eu_west_1", " ", "eu-west-1\n", "..", "\u{E9}u",
        String(repeating: "a", count: 33),
    ])
    func `what is no region is refused alone`(region: String) throws {
        let bad = Written.record(more: #""awsRegion":\#(Written.text(region)),"#)
        let announcement = try announced(by: Written.notification(bad, Written.record(key: "good")))
        #expect(announcement.keys == ["good"])
        #expect(announcement.refused.map(\.uri) == ["s3://captures/a.jsonl"])
        #expect(announcement.refused.first?.reason.contains("region") == true)
    }

    @Test(arguments: ["eTag", "versionId"], ["a\r\nHost: evil", "a b", "a\"b", "\u{E9}"])
    func `what could break out of a header is refused`(field: String, value: String) throws {
        let event = Written.notification(Written.record(object: #""\#(field)":\#(Written.text(value)),"#))
        let announcement = try announced(by: event)
        #expect(announcement.objects.isEmpty)
        #expect(announcement.refused.count == 1)
    }

    @Test(arguments: [
        (#"{"s3":{"object":{"key":"a"}}}"#, "s3://?/a", "bucket"),
        (#"{"s3":{"bucket":{"name":"captures"}}}"#, "s3://captures/?", "key"),
        (#"{"s3":{"bucket":{"name":"captures"},"object":{"key":""}}}"#, "s3://captures/?", "key"),
        (#"{"s3":{"bucket":{"name":"captures"},"object":{"key":null}}}"#, "s3://captures/?", "key"),
        (#"{"s3":{}}"#, "record 1 of the event", "bucket"),
        (#"{"s3":"no"}"#, "record 1 of the event", "bucket"),
        (#"{"eventSource":"aws:kinesis","kinesis":{"data":"aGk="}}"#, "record 1 of the event", "aws:kinesis"),
        (#"{}"#, "record 1 of the event", "none of S3, SNS or SQS"),
        (#""text""#, "record 1 of the event", "none of S3, SNS or SQS"),
        (#"{"Sns":{"MessageId":"n-1"}}"#, "SNS message n-1", "JSON null"),
        (#"{"messageId":"m-1","body":{"Records":[]}}"#, "SQS message m-1", "'Records'"),
        (#"{"body":"hello"}"#, "the SQS message in record 1 of the event", "not JSON"),
    ])
    func `a record that says too little is refused alone`(record: String, uri: String, word: String) throws {
        let announcement = try announced(by: Written.notification(record, Written.record(key: "good")))
        #expect(announcement.keys == ["good"])
        #expect(announcement.refused.map(\.uri) == [uri])
        #expect(announcement.refused.first?.reason.contains(word) == true)
    }

    @Test(arguments: ["1.0", "3.0", "20", "x"])
    func `an event version that is not 2 is refused`(version: String) throws {
        let announcement = try announced(
            by: Written.notification(Written.record(more: #""eventVersion":"\#(version)","#)))
        #expect(announcement.objects.isEmpty)
        #expect(announcement.refused.count == 1)
        #expect(announcement.refused.first?.reason.contains("event version \(version);") == true)
    }

    @Test(arguments: [
        ("Hello from SQS!", "not JSON"),
        ("", "not JSON"),
        ("{\"Records\":[{\"s3\"", "ends in the middle"),
        ("42", "a JSON number"),
        ("[]", "a JSON array"),
        ("{}", "an empty JSON object"),
        (#"{"hello":1,"world":2}"#, "the keys 'hello', 'world'"),
        (#"{"Records":[]}"#, "empty"),
        (#"{"captureRelay":"continue/9"}"#, "continue/9"),
        (#"{"Key":"a.jsonl"}"#, "does not say its bucket"),
    ])
    func `a message without an S3 event is refused, never lost`(body: String, word: String) throws {
        let good = Written.notification(Written.record())
        let queued = try announced(by: Written.queue(body, good))
        #expect(queued.keys == ["a.jsonl"])
        #expect(queued.refused.map(\.uri) == ["SQS message m-1"])
        #expect(queued.refused.first?.reason.contains(word) == true)

        let published = try announced(by: Written.topic(body))
        #expect(published.refused.map(\.uri) == ["SNS message n-1"])
        #expect(published.skipped.isEmpty)
    }

    @Test func `an event in too many envelopes is refused`() throws {
        let three = Written.queue(Written.queue(Written.topicMessage(Written.notification(Written.record()))))
        #expect(try announced(by: three).keys == ["a.jsonl"])
        let four = try announced(by: Written.queue(three))
        #expect(four.objects.isEmpty)
        #expect(four.refused.map(\.reason) == ["the S3 event lies in more than 3 envelopes"])
        let nested = (1...5).reduce(Written.notification(Written.record())) { event, _ in Written.failed(event) }
        #expect(throws: EventError.tooDeep) { try announced(by: nested) }
    }

    @Test func `an item without a bucket is refused alone where others have one`() throws {
        let event = #"{"Items":[{"Key":"a"},{"Key":"b","Bucket":"captures"},{"Bucket":"captures"},7]}"#
        let announcement = try announced(by: event)
        #expect(announcement.keys == ["b"])
        #expect(announcement.refused.map(\.uri) == ["s3://?/a", "s3://captures/?", "item 4 of the event"])
    }

    @Test func `what is no event in a list is refused alone`() throws {
        let announcement = try announced(by: #"[{"hello":1},\#(Written.bridged()),[]]"#)
        #expect(announcement.keys == ["a.jsonl"])
        #expect(announcement.refused.map(\.uri) == ["event 1 of the list", "event 3 of the list"])
    }
}
