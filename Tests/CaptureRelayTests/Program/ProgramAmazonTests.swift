import Foundation
import Testing

/// What the program does about AWS before it asks for anything there.
@Suite struct ProgramAmazonTests {
    private static let wrong = ["AWS_REGION": "no region!", "AWS_MAX_ATTEMPTS": "none", "AWS_PROFILE": "no-such"]

    @Test func `Nothing of AWS matters where no object lies in S3`() async throws {
        let event = Program.events.appending(path: "s3-notification.json").path
        let arguments = ["replay", "--env-file", Program.sampleSettings, event]
        let ending = try await Program.run(arguments, Self.wrong)
        #expect(ending.code == 0)
        #expect(ending.lines.count == 7)
    }

    @Test func `What is wrong with AWS's variables is told with the rest before anything is read`() async throws {
        let environment = Self.wrong.merging(["RELAY_BATCH_ROWS": "x", "RELAY_EXPECTED_BUCKET_OWNER": "me"]) { $1 }
        let ending = try await Program.run(["replay", "s3://bucket/key"], environment)
        #expect(ending.code == 2)
        for name in ["AWS_REGION", "AWS_MAX_ATTEMPTS", "RELAY_BATCH_ROWS", "RELAY_EXPECTED_BUCKET_OWNER"] {
            #expect(ending.messages.contains("error: \(name): "), "\(name)")
        }
    }

    @Test func `An event whose objects lie in S3 fails with what is wrong with AWS's variables`() async throws {
        try await withFolder { folder in
            let event = try Data(contentsOf: Program.events.appending(path: "sns.json"))
            let ending = try await Program.run(["replay", "-"], Self.wrong, input: event, in: folder)
            #expect(ending.code == 4)
            #expect(ending.messages.contains("cannot be read: AWS_REGION: "))
            #expect(ending.messages.contains("AWS_MAX_ATTEMPTS: "))
        }
    }

    @Test func `AWS's variables may stand in the file of settings`() async throws {
        try await withFolder { folder in
            let file = try """
            AWS_ENDPOINT_URL_S3=http://127.0.0.1:1
            AWS_ACCESS_KEY_ID=AKIA
            AWS_SECRET_ACCESS_KEY=hunter2
            AWS_MAX_ATTEMPTS=1
            """.write(as: "settings", in: folder)
            let ending = try await Program.run(["replay", "--env-file", file, "s3://bucket/key"])
            #expect(ending.code == 4)
            #expect(ending.messages.contains("s3://bucket/key cannot be read: nobody listens at that address"))
            #expect(!ending.messages.contains("hunter2"))
        }
    }
}
