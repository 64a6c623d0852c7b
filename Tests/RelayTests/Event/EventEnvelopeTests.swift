import JSON
import Relay
import Testing

@Suite struct EventEnvelopeTests {
    private static let notification = Written.notification(Written.record())

    @Test func `an S3 notification tells all about its object`() throws {
        let record = Written.record(
            more: #""eventVersion":"2.6","awsRegion":"eu-west-1","#,
            object: #""size":12,"eTag":"abc","versionId":"v7","sequencer":"00AF","#
        )
        let expected = ObjectReference(
            bucket: "captures", key: "a.jsonl", region: "eu-west-1", versionID: "v7", etag: "abc", size: 12)
        #expect(try announced(by: Written.notification(record)).objects == [expected])
    }

    @Test(arguments: ["2.0", "2.1", "2.6", "2.99"])
    func `every event version 2 is read`(version: String) throws {
        let event = Written.notification(Written.record(more: #""eventVersion":"\#(version)","#))
        #expect(try announced(by: event).keys == ["a.jsonl"])
    }

    @Test func `bucket and key are enough`() throws {
        let event = Written.notification(Written.record(name: nil))
        #expect(try announced(by: event).objects == [ObjectReference(bucket: "captures", key: "a.jsonl")])
    }

    @Test(arguments: [
        Written.topic(notification),
        Written.topicMessage(notification),
        Written.queue(notification),
        Written.queue(Written.topicMessage(notification)),
        Written.queue(Written.queue(Written.topicMessage(notification))),
        Written.queue(Written.bridged()),
        Written.queue(Written.topicMessage(Written.bridged())),
        Written.queue(Written.continuation()),
        Written.queue(Written.batch(#"{"s3Key":"a.jsonl","s3BucketArn":"arn:aws:s3:::captures"}"#)),
        Written.failed(notification),
        Written.failed(Written.topic(notification)),
        Written.queue(Written.failed(notification)),
        Written.taken(notification),
        Written.taken(Written.topicMessage(notification)),
        Written.taken(Written.failed(Written.topic(notification))),
    ])
    func `messages carry events`(event: String) throws {
        let announcement = try announced(by: event)
        #expect(announcement.objects.map(\.uri) == ["s3://captures/a.jsonl"])
        #expect(announcement.refused.isEmpty)
        #expect(announcement.skipped.isEmpty)
    }

    @Test func `every message and every record in it is read in order`() throws {
        let first = Written.notification(Written.record(key: "1"), Written.record(key: "2"))
        let second = Written.topicMessage(Written.notification(Written.record(key: "3"), Written.record(key: "4")))
        let event = Written.queue(first, second, Written.bridged(key: "5"))
        #expect(try announced(by: event).keys == ["1", "2", "3", "4", "5"])
    }

    @Test func `EventBridge tells all about its object`() throws {
        let event = Written.bridged(object: #""size":12,"etag":"abc","version-id":"v7","#)
        let expected = ObjectReference(
            bucket: "captures", key: "a.jsonl", region: "eu-west-1", versionID: "v7", etag: "abc", size: 12)
        #expect(try announced(by: event).objects == [expected])
    }

    @Test func `EventBridge's ETag is also read as emulators write it`() throws {
        #expect(try announced(by: Written.bridged(object: #""eTag":"abc","#)).objects.map(\.etag) == ["abc"])
    }

    @Test func `S3 Batch Operations names the bucket by ARN or by name`() throws {
        let first = Written.batch(
            #"{"taskId":"t1","s3Key":"a","s3VersionId":"v7","s3BucketArn":"arn:aws-cn:s3:::captures"}"#,
            #"{"taskId":"t2","s3Key":"b","s3VersionId":null,"s3BucketArn":"arn:aws:s3:::captures"}"#
        )
        let second = Written.batch(version: "2.0", #"{"taskId":"t1","s3Key":"c","s3Bucket":"captures"}"#)
        #expect(
            try announced(by: first).objects == [
                ObjectReference(bucket: "captures", key: "a", versionID: "v7").listed,
                ObjectReference(bucket: "captures", key: "b").listed,
            ])
        #expect(try announced(by: second).objects == [ObjectReference(bucket: "captures", key: "c").listed])
    }

    @Test func `a batch of a Distributed Map takes its bucket from the batch or the item`() throws {
        let event = #"""
            {"BatchInput":{"bucket":"captures"},
             "Items":[{"Key":"a","Etag":"\"abc\"","Size":3},{"Key":"b","Bucket":"others","Size":"4"}]}
            """#
        #expect(
            try announced(by: event).objects == [
                ObjectReference(bucket: "captures", key: "a", etag: "abc", size: 3).listed,
                ObjectReference(bucket: "others", key: "b", size: 4).listed,
            ])
    }

    @Test func `an item of a Distributed Map stands alone when it has its bucket`() throws {
        let event = #"{"Bucket":"captures","Key":"a","Etag":"\"abc-3\"","LastModified":1795166046,"Size":3}"#
        let expected = ObjectReference(bucket: "captures", key: "a", etag: "abc-3", size: 3)
        #expect(try announced(by: event).objects == [expected.listed])
    }

    @Test func `a continuation message names its object`() throws {
        let expected = ObjectReference(
            bucket: "captures", key: "a.jsonl", region: "eu-west-1", versionID: "v7", etag: "abc")
        #expect(try announced(by: Written.continuation()).objects == [expected])
    }

    @Test func `an array is a list of saved events`() throws {
        let list = "[\(Self.notification),\(Written.testEvent),\(Written.bridged(key: "b"))]"
        let announcement = try announced(by: list)
        #expect(announcement.keys == ["a.jsonl", "b"])
        #expect(announcement.skipped.count == 1)
        #expect(announcement.refused.isEmpty)
    }

    @Test(arguments: [#""""#, "null"])
    func `an empty version, ETag or region is none`(nothing: String) throws {
        let record = Written.record(
            more: #""awsRegion":\#(nothing),"#, object: #""versionId":\#(nothing),"eTag":\#(nothing),"#)
        let event = Written.notification(record)
        #expect(try announced(by: event).objects == [ObjectReference(bucket: "captures", key: "a.jsonl")])
    }

    @Test func `the version null is a version`() throws {
        let event = Written.notification(Written.record(object: #""versionId":"null","#))
        #expect(try announced(by: event).objects.map(\.versionID) == ["null"])
    }

    @Test(arguments: [(#""abc""#, "abc"), (#""\"abc\"""#, "abc"), (#""\"\"""#, nil), (#""abc-12""#, "abc-12")])
    func `an ETag has no quotes`(written: String, expected: String?) throws {
        let event = #"{"Bucket":"captures","Key":"a","Etag":\#(written)}"#
        #expect(try announced(by: event).objects.map(\.etag) == [expected])
    }

    @Test(arguments: ["-1", "1.5", "99999999999999999999", #""many""#, "true"])
    func `a size that is none is unknown`(size: String) throws {
        let event = Written.notification(Written.record(object: #""size":\#(size),"#))
        #expect(try announced(by: event).objects.map(\.size) == [nil])
    }
}

extension ObjectReference {
    /// The same object from a list that is made once.
    fileprivate var listed: ObjectReference {
        var object = self
        object.isListed = true
        return object
    }
}
