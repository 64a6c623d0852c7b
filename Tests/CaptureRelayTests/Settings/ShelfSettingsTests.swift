import AWS
import Testing

@testable import CaptureRelay

@Suite struct ShelfSettingsTests {
    private static let queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/rest"

    @Test func `Progress and quarantine are kept in a folder or in S3`() throws {
        let settings = try Settings(environment: [
            "RELAY_STATE_URL": " s3://my-bucket/relay/state/ ", "RELAY_QUARANTINE_URL": "file:///var/q",
        ])
        #expect(settings.state == .s3(bucket: "my-bucket", prefix: "relay/state"))
        #expect(settings.quarantine == .folder(path: "/var/q"))
        #expect(settings.amazon != nil)
        #expect(try Settings(environment: ["RELAY_STATE_URL": "file:///var/s"]).amazon == nil)
    }

    @Test(arguments: [
        ("s3://bucket", "captures/"), ("s3://bucket/state", "captures/"), ("s3://bucket/captures-state", "captures/"),
        ("file:///captures/state", "captures/"), ("s3://bucket/state", ""),
    ])
    func `A place beside the captures is accepted`(url: String, prefix: String) throws {
        for name in ["RELAY_STATE_URL", "RELAY_QUARANTINE_URL"] {
            #expect(problems([name: url, "RELAY_KEY_PREFIX": prefix]) == [])
        }
    }

    @Test(arguments: [
        ("s3://bucket/captures/state", "captures/"), ("s3://bucket/captures", "captures/"),
        ("s3://bucket/captures-state", "captures"), ("s3://bucket/captures", "captures/churn/"),
        ("s3://bucket", "captures"),
    ])
    func `A place among the captures is refused`(url: String, prefix: String) {
        for name in ["RELAY_STATE_URL", "RELAY_QUARANTINE_URL"] {
            #expect(
                problems([name: url, "RELAY_KEY_PREFIX": prefix]) == [
                    """
                    \(name): overlaps RELAY_KEY_PREFIX: what is written there would be taken for captures; choose a \
                    prefix that does not begin with it
                    """
                ])
        }
    }

    @Test(arguments: [
        ("s3://bucket/a", "s3://bucket/a/", true), ("s3://bucket/a", "s3://bucket/a/b", true),
        ("s3://bucket", "s3://bucket/a", true), ("file:///a", "file:///a/b", true), ("file:///a", "file:///a", true),
        ("s3://bucket/a/b", "s3://bucket/a", false), ("s3://bucket/a", "s3://bucket/ab", false),
        ("s3://bucket/a", "s3://other/a", false), ("file:///a", "s3://bucket/a", false),
    ])
    func `Lines in quarantine do not lie among progress, which expires`(
        state: String,
        quarantine: String,
        isRefused: Bool
    ) {
        let found = problems(["RELAY_STATE_URL": state, "RELAY_QUARANTINE_URL": quarantine])
        #expect(found.isEmpty == !isRefused)
        #expect(found.allSatisfy { $0.hasPrefix("RELAY_QUARANTINE_URL: lies in the place of RELAY_STATE_URL") })
    }

    @Test(arguments: ["RELAY_STATE_URL", "RELAY_QUARANTINE_URL"])
    func `In Lambda a folder is refused, unless a file system can be mounted there`(name: String) throws {
        do throws(SettingsError) {
            _ = try Settings(environment: [name: "file:///tmp/x", "RELAY_SINK": "file"], requiresSink: true)
            Issue.record("it was accepted")
        } catch {
            #expect(
                error.problems.map(\.description) == [
                    """
                    \(name): is a folder, which in Lambda is gone with the sandbox; it takes s3://bucket/prefix, or a \
                    folder of a file system that is mounted under /mnt
                    """
                ])
        }
        let mounted = [name: "file:///mnt/relay", "RELAY_SINK": "file"]
        #expect(
            try Settings(environment: mounted, requiresSink: true).warnings
                == ["\(name): is a folder under /mnt; it lasts only if a file system is mounted there"])
        #expect(try Settings(environment: mounted).warnings == [])
    }

    @Test(arguments: [
        queue, "\(queue).fifo", "http://localhost:4566/000000000000/rest",
        "https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com/111122223333/rest",
    ])
    func `The queue for the rest is read, and needs progress to be kept`(url: String) throws {
        let environment = ["RELAY_CONTINUATION_QUEUE_URL": " \(url)", "RELAY_STATE_URL": "s3://bucket/state"]
        #expect(try Settings(environment: environment).continuationQueue?.text == url)
        #expect(
            problems(environment.with(["RELAY_STATE_URL": nil])) == [
                """
                RELAY_CONTINUATION_QUEUE_URL: needs RELAY_STATE_URL, which says where it is kept how far an object has \
                come
                """
            ])
    }

    @Test(arguments: [
        ("rest", "is not a URL"), ("arn:aws:sqs:eu-west-1:111122223333:rest", "is not a URL"),
        ("https://sqs.eu-west-1.amazonaws.com/", "names no account and queue"),
        ("https://sqs.eu-west-1.amazonaws.com/111122223333", "names no account and queue"),
        ("\(queue)?hidden", "has a ?"), ("\(queue)#hidden", "has a #"),
        ("https://hidden@sqs.eu-west-1.amazonaws.com/111122223333/rest", "has a user"),
    ])
    func `What is no queue is refused`(url: String, words: String) {
        let found = problems(["RELAY_CONTINUATION_QUEUE_URL": url, "RELAY_STATE_URL": "s3://bucket/state"])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("RELAY_CONTINUATION_QUEUE_URL: \(words)") == true)
        #expect(found.first?.contains("hidden") == false)
    }
}
