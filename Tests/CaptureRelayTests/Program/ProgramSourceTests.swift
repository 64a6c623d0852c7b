import Foundation
import Testing

@Suite struct ProgramSourceTests {
    private static let compressed: Data? = {
        let path = "objects/example-churn-captures/churn/captures/churn-endpoint/AllTraffic/2026/11/20/12/"
        return try? Data(
            contentsOf: Program.events.appending(path: path + "45-07-391-baeebb48-936b-4ac2-bce1-cb3400e287d7.jsonl"))
    }()

    @Test func `What a source is does not depend on its name`() async throws {
        try await withFolder { folder in
            let event = folder.appending(path: "captures.jsonl")
            try Data(contentsOf: Program.events.appending(path: "s3-notification.json")).write(to: event)
            let captures = folder.appending(path: "event.json")
            try #require(Self.compressed).write(to: captures)
            let objects = Program.events.appending(path: "objects").path
            let arguments = ["replay", "--env-file", Program.sampleSettings, "--objects", objects]
            let ending = try await Program.run(arguments + [event.path, captures.path])
            #expect(ending.code == 0)
            #expect(ending.lines.count == 11)
        }
    }

    @Test func `A URL of another kind is refused without what it may hide`() async throws {
        let ending = try await Program.run(["replay", "https://user:hidden@host/a.jsonl?X-Amz-Signature=hidden"])
        #expect(ending.code == 2)
        #expect(ending.messages.contains("https://… is no source: it takes files, and objects as s3://bucket/key"))
        #expect(!ending.messages.contains("hidden"))
    }

    @Test func `Compressed captures come through standard input`() async throws {
        let arguments = ["replay", "--env-file", Program.sampleSettings, "-"]
        #expect(try await Program.run(arguments, input: #require(Self.compressed)).lines.count == 4)
    }

    @Test func `A file that is one array is read, in one line or several`() async throws {
        let captures = ["a", "b", "c"].map { Capture.line($0) }
        for text in ["[\(captures.joined(separator: ","))]", "[\n\(captures.joined(separator: ",\n"))\n]\n"] {
            let ending = try await Program.run(["replay", "-"], Capture.settings, input: Data(text.utf8))
            #expect(ending.code == 0)
            #expect(try ending.column("id") == ["a", "b", "c"])
        }
    }

    @Test func `A pretty-printed file is read`() async throws {
        let compact = try JSONSerialization.jsonObject(with: Data(Capture.line("a").utf8))
        let pretty = try JSONSerialization.data(withJSONObject: compact, options: [.prettyPrinted])
        let ending = try await Program.run(["replay", "-"], Capture.settings, input: pretty + Data("\n".utf8) + pretty)
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(try ending.column("id") == ["a", "a"])
    }

    @Test(arguments: [
        (#"[{"prefix":"s3://b/k/"},"a.csv"]"#, "a manifest of a batch transform job"),
        ("https 2026-01-01T00:00:00.000000Z app/x/1 1.2.3.4:5 -\n", "an access log of a load balancer"),
        (#"{"groundTruthData":{"data":"1"},"eventMetadata":{"eventId":"a"}}"#, "all its lines are of another kind"),
        (#"{"SageMakerOutput":[0.5],"f":1}"#, "which are no endpoint captures"),
        (#"{"captureRelay":"state/1","position":3}"#, "written by this program itself"),
    ])
    func `What is no capture file is skipped with the reason`(text: String, reason: String) async throws {
        let ending = try await Program.run(["replay", "-"], Capture.settings, input: Data((text + "\n").utf8))
        #expect(ending.code == 0)
        #expect(ending.output.isEmpty)
        #expect(ending.messages.contains("was skipped") && ending.messages.contains(reason), "\(ending.messages)")
    }

    @Test func `The mark of a job that ended is skipped, and a quarantine file in a bucket too`() async throws {
        try await withFolder { folder in
            _ = try "".write(as: "bkt/out/_SUCCESS", in: folder)
            _ = try #"{"captureRelay":"quarantine/1"}"#.write(as: "bkt/out/q.jsonl", in: folder)
            let event = #"{"Items":[{"Key":"out/_SUCCESS"},{"Key":"out/q.jsonl"}],"BatchInput":{"bucket":"bkt"}}"#
            let ending = try await Program.run(["replay", "--objects", folder.path, "-"], input: Data(event.utf8))
            #expect(ending.code == 0)
            #expect(ending.messages.contains("the mark of a job that ended"))
            #expect(ending.messages.contains("2 objects: 2 skipped;"))
        }
    }
}
