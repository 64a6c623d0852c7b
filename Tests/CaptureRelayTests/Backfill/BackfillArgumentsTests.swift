import AWS
import Testing

@testable import CaptureRelay

@Suite struct BackfillArgumentsTests {
    private static let url = "https://sqs.eu-west-1.amazonaws.com/111122223333/captures"

    private func parsed(_ arguments: String...) throws -> BackfillArguments? {
        guard case .backfill(let parsed) = try Invocation(["backfill"] + arguments) else { return nil }
        return parsed
    }

    private func refusal(_ arguments: [String]) -> UsageError? {
        do throws(UsageError) {
            _ = try Invocation(["backfill"] + arguments)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("s3://bucket", "bucket", ""), ("s3://bucket/", "bucket", ""), ("s3://bucket/a b/é", "bucket", "a b/é"),
        ("s3://bucket//a", "bucket", "/a"),
        (
            "s3://arn:aws:s3:eu-west-1:111122223333:accesspoint/mine/in/",
            "arn:aws:s3:eu-west-1:111122223333:accesspoint/mine", "in/"
        ),
    ])
    func `A prefix is taken as it stands`(url: String, bucket: String, prefix: String) throws {
        #expect(try parsed(url) == BackfillArguments(bucket: bucket, prefix: prefix))
    }

    @Test func `Every flag is read`() throws {
        var queued = BackfillArguments(bucket: "bucket", prefix: "in/")
        queued.span = TimeSpan(from: 1_740_787_200, to: 1_740_825_000)
        queued.way = .queue(try QueueURL(Self.url), rate: 50)
        queued.after = "in/-x"
        queued.environmentFile = "s.env"
        #expect(
            try parsed(
                "--from", "2025-03-01", "s3://bucket/in/", "--to=2025-03-01T10:30", "--queue", Self.url, "--rate", "50",
                "--after=in/-x", "--env-file", "s.env") == queued)
        var here = BackfillArguments(bucket: "bucket", prefix: "in/")
        here.way = .here(parallel: 1)
        here.ignoresProgress = true
        here.summary = "out.json"
        #expect(try parsed("s3://bucket/in/", "--here", "--again", "--summary", "out.json") == here)
        #expect(try parsed("s3://bucket/in/", "--here", "--parallel", "8")?.way == .here(parallel: 8))
        #expect(try parsed("s3://bucket/in/", "--keys")?.way == .told(printsKeys: true))
        #expect(try parsed("s3://bucket/in/", "--queue", Self.url)?.way == .queue(try QueueURL(Self.url), rate: nil))
    }

    @Test func `A key that begins with a mark is a flag's value all the same`() throws {
        #expect(try parsed("s3://bucket", "--after=\u{301}x")?.after.map { Array($0.utf8) } == Array("\u{301}x".utf8))
    }

    @Test(arguments: ["https://user:hidden@host/x", "https://bucket.s3.amazonaws.com/in/?X-Amz-Signature=hidden"])
    func `What another kind of URL may hide is not shown`(url: String) {
        let sentence = refusal([url])?.sentence ?? ""
        #expect(sentence.hasPrefix("'https://…' is no s3://bucket/prefix"))
        for flag in ["--from", "--after", "--rate"] {
            let other = refusal(["s3://bucket/in/", "--queue", Self.url, flag, url])?.sentence ?? ""
            #expect(other.contains("'https://…'") && !other.contains("hidden"))
        }
    }

    @Test func `A day or a month that --to names is wanted to its end`() throws {
        let span = try parsed("s3://bucket", "--from", "2024-02", "--to", "2024-02-29")?.span
        #expect(span == TimeSpan(from: 1_706_745_600, to: 1_709_251_200))
        #expect(try parsed("s3://bucket", "--from=2024-02-29", "--to=2024-02")?.span.to == 1_709_251_200)
    }

    @Test(arguments: [
        ([], BackfillUsageError.prefixMissing), (["--here"], .prefixMissing),
        (["s3://bucket/a", "s3://bucket/b"], .severalPrefixes), (["bucket/a"], .noPrefix("bucket/a")),
        (["s3://"], .noPrefix("s3://")), (["s3://B_/a"], .noPrefix("s3://B_/a")),
        (["s3://bucket", "--from", "yesterday"], .noTime("--from", "yesterday")),
        (["s3://bucket", "--to", "2025-02-30"], .noTime("--to", "2025-02-30")),
        (["s3://bucket", "--from", "2025-03-02", "--to", "2025-03-01"], .emptySpan),
        (["s3://bucket", "--from", "2025-03-01T10:30", "--to", "2025-03-01T10:30:00Z"], .emptySpan),
        (["s3://bucket", "--queue", "captures"], .noQueue(.notAURL)),
        (["s3://bucket", "--queue", "https://sqs.eu-west-1.amazonaws.com/"], .noQueue(.noQueue)),
        (["s3://bucket", "--queue", url, "--here"], .bothWays(.queue, .here)),
        (["s3://bucket", "--queue", url, "--keys"], .bothWays(.keys, .queue)),
        (["s3://bucket", "--here", "--keys"], .bothWays(.keys, .here)),
        (["s3://bucket", "--queue", url, "--rate", "0"], .noNumber(.rate, "0", most: 1_000_000)),
        (["s3://bucket", "--queue", url, "--rate", "1.5"], .noNumber(.rate, "1.5", most: 1_000_000)),
        (["s3://bucket", "--rate", "5"], .needs(.rate, .queue)),
        (["s3://bucket", "--rate", "5", "--here"], .needs(.rate, .queue)),
        (["s3://bucket", "--again"], .needs(.again, .here)),
        (["s3://bucket", "--queue", url, "--parallel", "2"], .needs(.parallel, .here)),
        (["s3://bucket", "--here", "--parallel", "65"], .noNumber(.parallel, "65", most: 64)),
        (["s3://bucket", "--queue", url, "--summary", "x"], .needs(.summary, .here)),
        (["s3://bucket/in/", "--after", "s3://bucket/in/a"], .afterElsewhere("s3://bucket/in/a", prefix: "in/")),
        (["s3://bucket", "--dry-run"], .dryRun), (["s3://bucket", "--dry-run=yes"], .dryRun),
    ])
    func `A wrong command line is refused`(arguments: [String], error: BackfillUsageError) {
        #expect(refusal(arguments) == .backfill(error))
    }

    @Test(arguments: [
        (["--form", "x"], "'--form' is not a flag; did you mean '--from'?"),
        (["--quque=x"], "did you mean '--queue'?"), (["--from"], "--from has no value"),
        (["--here=yes"], "--here takes no value"), (["--to=2025", "--to=2026"], "--to is given twice"),
        (
            ["s3://bucket", "--to=2025"],
            "'2025' is no time; it takes a day (2025-03-01), a month (2025-03), or a moment"
        ),
        (["s3://bucket", "--dry-run"], "it sends nothing unless --queue or --here is given"),
    ])
    func `An error is a sentence that leads to the help`(arguments: [String], words: String) {
        let error = refusal(arguments)
        #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
        #expect(error?.advice == "Try: capture-relay help backfill")
    }

    @Test func `The help names every flag`() {
        for flag in BackfillFlag.allCases where flag != .dryRun {
            #expect(HelpTopic.backfill.text.contains("\n  \(flag.rawValue)"), "\(flag)")
        }
    }

    @Test(arguments: [["help", "backfill"], ["backfill", "--help"], ["backfill", "s3://bucket", "-h"]])
    func `Help is asked for`(arguments: [String]) throws {
        #expect(try Invocation(arguments) == .help(.backfill))
    }
}
