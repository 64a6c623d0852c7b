import Foundation
import JSON
import Relay
import Testing

/// The project's own events, which a newcomer replays first.
@Suite struct EventSampleTests {
    private static let folder = repository.appending(path: "events")

    private static let names =
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)))?
        .filter { $0.hasSuffix(".json") }.sorted() ?? []

    /// How many objects and how many skips each file announces.
    private static let expected = [
        "continuation-in-sqs.json": [1, 0], "continuation.json": [1, 0], "dead-letters.json": [2, 0],
        "eventbridge-in-sqs.json": [2, 0], "eventbridge.json": [1, 0], "failed-event.json": [1, 0],
        "s3-batch-1.0.json": [1, 0], "s3-batch-2.0.json": [2, 0],
        "s3-encoded-key.json": [1, 0], "s3-mixed.json": [2, 2], "s3-notification.json": [1, 0],
        "s3-removal.json": [0, 1], "s3-two-objects.json": [2, 0], "saved-list.json": [2, 1],
        "sns-in-sqs-raw.json": [1, 0], "sns-in-sqs.json": [2, 0], "sns.json": [1, 0], "sqs.json": [3, 0],
        "step-functions-item.json": [1, 0], "step-functions.json": [4, 0], "test-event-in-sqs.json": [0, 1],
        "test-event.json": [0, 1],
    ]

    @Test func `each kind of envelope has a sample`() {
        #expect(Self.names == Self.expected.keys.sorted())
    }

    @Test(arguments: names)
    func `a sample announces objects that are there`(name: String) throws {
        let announcement = try announced(by: String(contentsOf: Self.folder.appending(path: name), encoding: .utf8))
        #expect([announcement.objects.count, announcement.skipped.count] == Self.expected[name])
        #expect(announcement.refused.isEmpty)
        for object in announcement.objects {
            let file = Self.folder.appending(path: "objects/\(object.bucket)/\(object.key)")
            let content = try Data(contentsOf: file)
            #expect(object.size == nil || object.size == content.count, "\(object.uri)")
        }
    }

    @Test func `every object is announced by some sample`() throws {
        let objects = try Self.names.flatMap { name in
            try announced(by: String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)).objects
        }
        let root = Self.folder.appending(path: "objects")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false))
        #expect(Set(objects.map { "\($0.bucket)/\($0.key)" }) == Set(paths.filter { $0.hasSuffix(".jsonl") }))
    }
}

/// Events that other tools made, where they lie beside the repository.
@Suite struct EventForeignSampleTests {
    private static let folder = repository.appending(path: "../shared/samples/events").standardized

    /// Keys that each file announces, and how many records it skips and refuses.
    private static let expected: [(name: String, keys: Set<String>, skipped: Int, refused: Int)] = [
        ("constructed-from-docs-eventbridge-1.1.json", ["in/a b+c=\u{E9}%~(1).bin"], 0, 0),
        ("constructed-from-docs-s3-v2.5.json", ["in/a b+c=\u{E9}%~(1).bin"], 0, 0),
        ("ministack-direct.json", ["in/a b+c=\u{E9}%~(1).bin", "FAILME.bin", "copy", "mp"], 0, 0),
        ("ministack-viaeb.json", ["in/a b+c=\u{E9}%~(1).bin"], 0, 0),
        ("ministack-viaebsqs.json", ["in/a b+c=\u{E9}%~(1).bin"], 0, 0),
        ("ministack-viasns.json", ["in/a b+c=\u{E9}%~(1).bin"], 1, 0),
        ("ministack-viasnssqs.json", ["in/a b+c=\u{E9}%~(1).bin"], 1, 0),
        ("s3-testevent.json", [], 1, 0),
        ("sam-s3-batch-invocation.json", ["test/key"], 0, 0),
        ("sam-s3-delete.json", [], 1, 0),
        ("sam-s3-put.json", ["in/a b+c=\u{E9}%.bin"], 0, 0),
        ("sam-sns.json", [], 0, 1),
        ("sam-sqs.json", [], 0, 1),
    ]

    @Test func `events made by other tools are read`() throws {
        guard Self.areThere else { return }
        for (name, keys, skipped, refused) in Self.expected {
            let announcement = try announced(by: Self.text(of: name))
            #expect(Set(announcement.keys) == keys, "\(name)")
            #expect(announcement.skipped.count == skipped, "\(name)")
            #expect(announcement.refused.count == refused, "\(name)")
        }
    }

    @Test func `messages fetched from an emulator's queue are read`() throws {
        guard Self.areThere else { return }
        for name in ["direct", "eb", "sns", "snsraw"] {
            let list = try JSONValue(parsing: Self.text(of: "moto-\(name)-sqs-messages.json"))
            let messages = try #require(list.elements)
            for message in messages {
                let body = try #require(message["Body"]?.string)
                let announcement = try announced(by: Written.queue(body))
                #expect(announcement.refused.isEmpty, "\(name)")
                #expect(announcement.objects.count + announcement.skipped.count == 1, "\(name)")
                #expect(announcement.keys.allSatisfy { !$0.contains("%2F") }, "\(name)")
            }
        }
    }

    @Test func `a Distributed Map's items without their bucket are an error`() throws {
        guard Self.areThere else { return }
        let items = try JSONValue(parsing: Self.text(of: "ministack-sfn-distributed-map.json"))
        #expect(throws: EventError.bucketMissing) { try EventDecoder.announcement(in: items) }
    }

    private static func text(of name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Whether the events are there; says so when they are left out.
    private static var areThere: Bool {
        let found = FileManager.default.fileExists(atPath: folder.path(percentEncoded: false))
        if !found { print("left out: there are no events of other tools at \(folder.path(percentEncoded: false))") }
        return found
    }
}

/// The folder of Package.swift.
private var repository: URL { URL(filePath: #filePath).appending(path: "../../../..").standardized }
