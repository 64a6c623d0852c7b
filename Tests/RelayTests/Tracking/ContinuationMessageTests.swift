import JSON
import Testing

@testable import Relay

@Suite struct ContinuationMessageTests {
    @Test(arguments: ["in/a.jsonl", "in/é 日😀+%20\"\\\n\u{1}", "in/\u{FFFE}\u{FFFF}", "e\u{301}"])
    func `The message of an object names exactly that object`(key: String) throws {
        var object = ObjectReference(bucket: "captures", key: key, region: "eu-west-1", etag: "e1", size: 7)
        object.isListed = true
        let text = ContinuationMessage.text(object)
        let announcement = try announced(by: text)
        #expect(announcement.objects == [object])
        #expect(announcement.objects.first.map { Array($0.key.utf8) } == Array(key.utf8))
        #expect(try JSONValue(parsing: text)["position"] == nil)
    }

    @Test func `A message has no character that SQS does not take`() {
        let text = ContinuationMessage.text(ObjectReference(bucket: "captures", key: "\u{FFFE}\u{1}\u{FFFF}\n"))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF })
    }

    @Test func `What a list names once is told to be so`() {
        let object = ListedObject(ObjectReference(bucket: "captures", key: "a"), modified: 0).object
        #expect(ContinuationMessage.text(object).contains(#""listed":true"#))
    }
}
