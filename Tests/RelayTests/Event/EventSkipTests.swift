import JSON
import Relay
import Testing

@Suite struct EventSkipTests {
    @Test(arguments: [
        "ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated", "s3:ObjectRemoved:Delete", "ObjectTagging:Put",
        "ObjectTagging:Delete", "ObjectAcl:Put", "ObjectRestore:Post", "ObjectRestore:Completed",
        "LifecycleExpiration:Delete", "LifecycleTransition", "IntelligentTiering",
        "Replication:OperationFailedReplication", "ReducedRedundancyLostObject", "SomethingOfTomorrow:Put",
    ])
    func `events that create no object are skipped with their name`(name: String) throws {
        let announcement = try announced(by: Written.notification(Written.record(key: "a+b", name: name)))
        #expect(announcement.objects.isEmpty)
        #expect(announcement.refused.isEmpty)
        #expect(announcement.skipped.map(\.uri) == ["s3://captures/a b"])
        #expect(announcement.skipped.first?.reason.contains(name.replacing("s3:", with: "")) == true)
    }

    @Test(arguments: [
        "ObjectCreated:Put", "ObjectCreated:Post", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload",
        "s3:ObjectCreated:Put", "ObjectCreated:OfTomorrow",
    ])
    func `every way to create an object counts`(name: String) throws {
        #expect(try announced(by: Written.notification(Written.record(name: name))).keys == ["a.jsonl"])
    }

    @Test(arguments: [
        "Object Deleted", "Object Tags Added", "Object Tags Deleted", "Object ACL Updated", "Object Restore Completed",
        "Object Storage Class Changed",
    ])
    func `EventBridge's other types are skipped with their name`(type: String) throws {
        let announcement = try announced(by: Written.queue(Written.bridged(type: type), Written.bridged(key: "b")))
        #expect(announcement.keys == ["b"])
        #expect(announcement.skipped.map(\.reason) == ["'\(type)' announces no new object"])
        #expect(announcement.refused.isEmpty)
    }

    @Test(arguments: [
        Written.notification(Written.record(key: "a/", object: #""size":0,"#)),
        Written.notification(Written.record(key: "a%2F")),
        Written.bridged(key: "a/", object: #""size":0,"#),
        Written.batch(#"{"s3Key":"a/","s3Bucket":"captures"}"#),
        #"{"Bucket":"captures","Key":"a/","Size":0}"#,
    ])
    func `folder markers are skipped`(event: String) throws {
        let announcement = try announced(by: event)
        #expect(announcement.objects.isEmpty)
        #expect(announcement.skipped.map(\.uri) == ["s3://captures/a/"])
    }

    @Test func `an object with content is none, whatever its key`() throws {
        let event = Written.notification(Written.record(key: "a/", object: #""size":7,"#))
        #expect(try announced(by: event).keys == ["a/"])
    }

    @Test func `an empty object is not a folder marker`() throws {
        let event = Written.notification(Written.record(object: #""size":0,"#))
        #expect(try announced(by: event).keys == ["a.jsonl"])
    }

    @Test(arguments: [
        Written.testEvent,
        "[\(Written.testEvent)]",
        Written.topic(Written.testEvent),
        Written.topicMessage(Written.testEvent),
        Written.queue(Written.testEvent),
        Written.queue(Written.topicMessage(Written.testEvent)),
    ])
    func `S3's test event is a success in each envelope`(event: String) throws {
        let announcement = try announced(by: event)
        #expect(announcement.objects.isEmpty)
        #expect(announcement.refused.isEmpty)
        #expect(announcement.skipped.map(\.uri) == ["s3://captures"])
        #expect(announcement.skipped.first?.reason.contains("test event") == true)
    }
}
