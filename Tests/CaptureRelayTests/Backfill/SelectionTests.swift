import Relay
import Testing

@testable import CaptureRelay

@Suite struct SelectionTests {
    private static let march = 1_740_787_200

    private func listed(_ key: String, size: Int? = 1, at seconds: Int = 0) -> ListedObject {
        ListedObject(ObjectReference(bucket: "bucket", key: key, size: size), modified: seconds)
    }

    @Test(arguments: [
        ("in/e/v/2025/03/01/10/30-15-123-0a1b2c3d-x.jsonl", 1_740_825_015),
        ("2025/03/01/10/30-15-123-.jsonl", 1_740_825_015),
        ("in/é/2025/03/01/00/00-00-0-uuid", march),
        ("in/2025/03/01/10/captures.jsonl", nil), ("in/2025/03/01/10/30-15.jsonl", nil),
        ("in/2025/02/30/10/30-15-123-u.jsonl", nil), ("in/2025/03/01/24/30-15-123-u.jsonl", nil),
        ("in/2025/03/01/10/60-15-123-u.jsonl", nil), ("in/2025/3/1/10/30-15-123-u.jsonl", nil),
        ("in/2025/03/01/10/30-15-xyz-u.jsonl", nil), ("in/2025/03/01/10/30-15-123-u.jsonl/more", nil),
        ("30-15-123-u.jsonl", nil), ("", nil),
    ])
    func `The time of an object is what its key says, else when it was written`(key: String, time: Int?) {
        #expect(ListedObject.time(ofKey: key) == time)
        #expect(listed(key, at: 77).time == time ?? 77)
    }

    @Test func `What is wanted is chosen in its order, and the rest is counted`() {
        var settings = PipelineSettings()
        settings.keyPrefix = "in/"
        settings.keySuffix = ".jsonl"
        let span = TimeSpan(from: Self.march, to: Self.march + 86_400)
        var selection = Selection(span, settings)
        let chosen = selection.choose(from: [
            listed("in/", size: 0, at: Self.march), listed("in/a.jsonl", at: Self.march),
            listed("in/b.jsonl", at: Self.march - 1), listed("in/c.jsonl", at: Self.march + 86_400),
            listed("in/2025/03/01/10/30-15-123-u.jsonl"), listed("in/2025/03/02/10/30-15-123-u.jsonl", at: Self.march),
            listed("in/d.txt", at: Self.march), listed("out/e.jsonl", at: Self.march),
            listed("in/f\u{0}.jsonl", at: Self.march), listed("in/last/", size: 1, at: Self.march),
        ])
        #expect(chosen.map(\.object.key) == ["in/a.jsonl", "in/2025/03/01/10/30-15-123-u.jsonl"])
        #expect(selection.choose(from: [listed("in/g.jsonl", at: Self.march)]).count == 1)
        #expect(
            selection.sentence
                == "11 objects listed: 3 to relay, 3 outside of --from and --to, 1 that only show folders, "
                + "3 left out by their keys, 1 that cannot be read")
        #expect(selection.unreadable?.first == "s3://bucket/in/f\u{0}.jsonl")
    }

    @Test func `What this program keeps beside the captures is left out`() throws {
        let shelves = try ["s3://bucket/state", "s3://other/in", "s3://bucket", "file:///in"].map { try ShelfURL($0) }
        var selection = Selection(TimeSpan(), PipelineSettings(), shelves: shelves)
        let keys = ["a", "in/a", "state/a", "state/b/c", "state", "states/a"]
        #expect(
            selection.choose(from: keys.map { listed($0) }).map(\.object.key) == ["a", "in/a", "state", "states/a"])
        #expect(selection.sentence == "6 objects listed: 4 to relay, 2 of progress and quarantine")
    }

    @Test func `Without a setting or a time everything is chosen but markers`() {
        var selection = Selection(TimeSpan(), PipelineSettings())
        let chosen = selection.choose(from: [
            listed("a/", size: 0), listed("a/", size: 3), listed("a"), listed("b", size: 0),
        ])
        #expect(chosen.map(\.object.key) == ["a/", "a", "b"])
        #expect(selection.sentence == "4 objects listed: 3 to relay, 1 that only show folders")
    }
}
