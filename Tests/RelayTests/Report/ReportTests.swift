import Foundation
import JSON
import Relay
import Testing

@Suite struct ReportTests {
    private func object(_ outcome: ObjectReport.Outcome, _ uri: String = "s3://b/k", delivered: Int = 0) -> ObjectReport
    {
        var tally = Tally()
        (tally.lines, tally.delivered, tally.rows, tally.accepted) = (delivered, delivered, delivered, delivered)
        return ObjectReport(uri: uri, outcome: outcome, reason: outcome == .delivered ? nil : "because", tally: tally)
    }

    private static let counts = [
        "lines", "blank", "ignored", "quarantined", "delivered", "resumed", "undelivered", "rows", "accepted",
        "rejected",
        "undeliveredRows", "batches", "retries", "bytes",
    ]

    @Test func `the summary has exactly the keys of the contract in their order`() throws {
        var report = Report()
        report.add(object(.delivered))
        let json = try JSONValue(parsing: report.json)
        #expect(
            json.members?.map(\.key) == ["objects", "skipped", "failed"] + Self.counts + [
                "lagSeconds", "objectsDetail",
            ])
        #expect(json["lagSeconds"]?.members?.map(\.key) == ["p50", "p99"])
        let detail = try #require(json["objectsDetail"]?.elements?.first)
        #expect(detail.members?.map(\.key) == ["uri", "outcome", "reason"] + Self.counts)
    }

    @Test func `the summary is one line of JSON that Foundation reads too`() throws {
        var report = Report()
        let uri = "s3://b/\"k\\\n\u{1}\u{D55C}😀"
        report.add(object(.failed, uri))
        #expect(report.json.split(separator: "\n", omittingEmptySubsequences: false).map(\.isEmpty) == [false, true])
        let read = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
        let details = read?["objectsDetail"] as? [[String: Any]]
        #expect(details?.first?["uri"] as? String == uri)
        #expect(details?.first?["reason"] as? String == "because")
    }

    @Test func `a report of nothing has no lag and no details`() throws {
        let json = try JSONValue(parsing: Report().json)
        #expect(json["objects"] == .number("0"))
        #expect(json["lagSeconds"]?.members?.map(\.value) == [.null, .null])
        #expect(json["objectsDetail"] == .array([]))
    }

    @Test func `objects are counted by what became of them and their lines are summed`() throws {
        var report = Report()
        for outcome in [.delivered, .skipped, .failed, .partial, .delivered] as [ObjectReport.Outcome] {
            report.add(object(outcome, delivered: 3))
        }
        #expect(report.objects == 5)
        #expect(report.skipped == 1)
        #expect(report.failed == 2)
        #expect(report.total.lines == 15)
        #expect(report.total.accepted == 15)
        #expect(report.total.isTrue)
        let outcomes = try JSONValue(parsing: report.json)["objectsDetail"]?.elements?.map { $0["outcome"]?.string }
        #expect(outcomes == ["delivered", "skipped", "failed", "partial", "delivered"])
    }

    @Test func `at most a hundred objects are told and those that failed come first`() {
        var report = Report()
        for number in 0..<150 { report.add(object(number % 2 == 0 ? .delivered : .skipped, "s3://b/\(number)")) }
        #expect(report.details.count == 100)
        for number in 0..<60 { report.add(object(number % 2 == 0 ? .failed : .partial, "s3://b/f\(number)")) }
        #expect(report.details.count == 100)
        #expect(report.objects == 210)
        let failed = report.details.filter { $0.outcome == .failed || $0.outcome == .partial }.map(\.uri)
        #expect(Set(failed) == Set((0..<60).map { "s3://b/f\($0)" }))
    }

    @Test func `more than a hundred that failed are cut at a hundred and all counted`() {
        var report = Report()
        for number in 0..<120 { report.add(object(.failed, "s3://b/\(number)")) }
        #expect(report.details.map(\.uri) == (0..<100).map { "s3://b/\($0)" })
        #expect(report.failed == 120)
    }

    @Test func `reports add up to what one report of everything would be`() {
        let all = (0..<250).map { number in
            var one = object([.delivered, .skipped, .failed, .partial][number % 4], "s3://b/\(number)", delivered: 2)
            one.isTemporary = number % 8 == 2
            if number % 16 == 10 { one.stop = .outOfTime }
            if number % 16 == 3 { one.stop = .interrupted }
            return one
        }
        var whole = Report()
        for one in all { whole.add(one) }
        var sum = Report()
        for start in stride(from: 0, to: all.count, by: 50) {
            var part = Report()
            for (index, one) in all[start..<start + 50].enumerated() {
                part.add(one)
                part.lag.add(seconds: index, rows: 1)
                whole.lag.add(seconds: index, rows: 1)
            }
            sum.add(part)
        }
        #expect(sum.json == whole.json)
        #expect(sum.details.count == 100)
        #expect(sum.failedTemporarily == whole.failedTemporarily)
        #expect(sum.failedTemporarily > 0)
        #expect(sum.stops == whole.stops)
        #expect(sum.stops.count == 2)
    }

    @Test func `lags are told in seconds`() throws {
        var report = Report()
        report.lag.add(seconds: 5, rows: 98)
        report.lag.add(seconds: 60, rows: 2)
        let lag = try JSONValue(parsing: report.json)["lagSeconds"]
        #expect(lag?["p50"] == .number("5"))
        #expect(lag?["p99"] == .number("60"))
    }

    @Test func `the sentences say where they leave something out, and nothing of what went well`() {
        var report = Report()
        for number in 0..<150 { report.add(object(.delivered, "s3://b/\(number)")) }
        #expect(!report.sentences.contains { $0.contains("one by one") })
        for number in 0..<150 { report.add(object(.failed, "s3://b/f\(number)")) }
        #expect(report.sentences.contains("Only 100 of 150 that were skipped or failed are told one by one."))
    }

    @Test func `the sentences tell what was skipped and every count that is not zero`() {
        var report = Report()
        report.add(object(.delivered, delivered: 1))
        report.add(object(.skipped, "s3://b/manifest"))
        #expect(
            report.sentences == [
                "s3://b/manifest was skipped: because",
                "2 objects: 1 delivered, 1 skipped; 1 line: 1 delivered; 1 row: 1 accepted",
            ])
    }

    @Test func `an object whose rest is still to come is not told as delivered`() {
        var begun = object(.partial, delivered: 1)
        begun.isHandedOn = true
        var part = Report()
        part.add(begun)
        var report = Report()
        report.add(part)
        report.add(object(.delivered))
        #expect(
            report.sentences == ["2 objects: 1 delivered, 1 to be continued; 1 line: 1 delivered; 1 row: 1 accepted"])
        #expect(report.failed == 0)
    }
}
