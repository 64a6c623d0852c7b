import Foundation
import Testing

@Suite struct ProgramExitTests {
    @Test(arguments: [
        [], ["repaly"], ["replay"], ["replay", "--dry-rum", "x"], ["replay", "--summary"], ["replay", "s3://b/k"],
        ["replay", "s3://bucket"], ["replay", "s3://bucket/"], ["replay", "x", "s3://evil.example:80/k"],
        ["replay", "--objects", "/no/such", "x"], ["replay", "--summary", "/no/such/file", "x"],
        ["replay", "--summary", "-", "x"], ["replay", "--env-file", "/no/such", "x"], ["help", "setings"],
    ])
    func `A wrong command line ends with 2 and no rows`(arguments: [String]) async throws {
        let ending = try await Program.run(arguments)
        #expect(ending.code == 2)
        #expect(ending.output.isEmpty)
        #expect(ending.messages.hasPrefix("error: "))
    }

    @Test func `Wrong settings end with 2 before a missing source is looked for`() async throws {
        let ending = try await Program.run(["replay", "/no/such"], ["RELAY_BATCH_ROWS": "many"])
        #expect(ending.code == 2)
        #expect(!ending.messages.contains("/no/such"))
    }

    @Test func `A quarantined line ends with 3, and the others are delivered`() async throws {
        let input = Data((Capture.line("a") + "\n{\"bad\":1}\n" + Capture.line("b") + "\n").utf8)
        let ending = try await Program.run(["replay", "-"], Capture.settings, input: input)
        #expect(ending.code == 3)
        #expect(try ending.column("id") == ["a", "b"])
        #expect(ending.messages.contains("line 2 (byte \(Capture.line("a").utf8.count + 1), 9 bytes)"))
    }

    @Test(arguments: ["/no/such/source", "/", "/tmp/no-such-event.json"])
    func `A source that cannot be read ends with 4, and the other sources are relayed`(source: String) async throws {
        let input = Data((Capture.line("a") + "\n{\"bad\":1}\n").utf8)
        let ending = try await Program.run(["replay", source, "-"], Capture.settings, input: input)
        #expect(ending.code == 4)
        #expect(try ending.column("id") == ["a"])
        #expect(ending.messages.contains(source))
    }

    @Test func `A missing object ends with 4`() async throws {
        try await withFolder { folder in
            let event = Program.events.appending(path: "s3-notification.json").path
            let ending = try await Program.run(["replay", "--objects", folder.path, event])
            #expect(ending.code == 4)
            #expect(ending.messages.contains("is not there"))
        }
    }

    @Test func `An event without a folder of objects says where to put them`() async throws {
        try await withFolder { folder in
            let event = try Data(contentsOf: Program.events.appending(path: "sns.json"))
            let ending = try await Program.run(
                ["replay", "-"], ["AWS_EC2_METADATA_DISABLED": "true"], input: event, in: folder)
            #expect(ending.code == 4)
            #expect(ending.messages.contains("cannot be read: there are no AWS credentials. Tried: "))
            #expect(ending.messages.contains("--objects DIR"))
        }
    }

    @Test func `A gzip stream that breaks off ends with 4, and what came before is delivered`() async throws {
        let path = "objects/example-churn-captures/churn/captures/churn-endpoint/AllTraffic/2026/11/20/12"
        let folder = Program.events.appending(path: path)
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
        let whole = try Data(contentsOf: folder.appending(path: name))
        let arguments = ["replay", "--env-file", Program.sampleSettings, "-"]
        let all = try await Program.run(arguments, input: whole)
        #expect(all.code == 0)
        let ending = try await Program.run(arguments, input: whole.dropLast(12))
        #expect(ending.code == 4)
        #expect(ending.messages.contains("in the middle of its gzip stream"))
        #expect(all.output.hasPrefix(ending.output) && !ending.output.isEmpty)
    }

    @Test(arguments: [">/dev/full", ">&-"])
    func `Standard output that takes nothing ends with 4`(redirection: String) async throws {
        let event = Program.events.appending(path: "s3-notification.json").path
        let arguments = ["replay", "--env-file", Program.sampleSettings, event]
        let ending = try await Program.run(arguments, redirection: redirection)
        #expect(ending.code == 4)
        #expect(ending.messages.contains("7 rows: 7 undelivered"))
        #expect(try await Program.run(["help"], redirection: redirection).code == 4)
    }

    @Test(arguments: ["/dev/full", "/", "/no/such/rows.jsonl"])
    func `A file that takes no rows ends with 4`(path: String) async throws {
        let event = Program.events.appending(path: "s3-notification.json").path
        let arguments = ["replay", "--env-file", Program.sampleSettings, event]
        let ending = try await Program.run(arguments, ["RELAY_FILE": path])
        #expect(ending.code == 4)
        #expect(ending.output.isEmpty)
        #expect(ending.messages.contains("5 lines: 5 undelivered"))
    }

    @Test func `Wrong settings in AWS Lambda end with 2, each in a log line`() async throws {
        let environment = ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1", "RELAY_BATCH_ROWS": "many"]
        let ending = try await Program.run([], environment)
        #expect(ending.code == 2)
        #expect(ending.output.isEmpty)
        #expect(ending.messages.contains("ERROR RELAY_SINK: is not set"))
        #expect(ending.messages.contains("ERROR RELAY_BATCH_ROWS: 'many' is not a count"))
    }

    @Test func `A command wins over AWS Lambda`() async throws {
        let environment = Capture.settings.merging(["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1"]) { own, _ in own }
        let ending = try await Program.run(["replay", "-"], environment, input: Data((Capture.line("a") + "\n").utf8))
        #expect(ending.code == 0)
        #expect(try ending.column("id") == ["a"])
    }
}
