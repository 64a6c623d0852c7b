import JSON
import Relay
import Testing

@testable import CaptureRelay

@Suite struct EmbeddedMetricsTests {
    private func report(lag: [Int]) -> Report {
        var tally = Tally()
        (tally.lines, tally.delivered, tally.quarantined, tally.undelivered) = (9, 5, 3, 1)
        (tally.rows, tally.accepted, tally.batches, tally.retries, tally.bytes) = (7, 7, 2, 4, 12_345)
        var report = Report()
        report.add(ObjectReport(uri: "s3://b/k", outcome: .partial, tally: tally))
        report.add(ObjectReport(uri: "s3://b/l", outcome: .skipped))
        report.add(ObjectReport(uri: "s3://b/m", outcome: .delivered))
        for seconds in lag { report.lag.add(seconds: seconds, rows: 1) }
        return report
    }

    private func parsed(_ report: Report, function: String = "relay", level: LogLevel = .info) throws -> JSONValue {
        let line = EmbeddedMetrics.line(
            report: report, requestID: "r-1", functionName: function, duration: .milliseconds(1234.9), level: level,
            wallMilliseconds: 1_795_255_058_007)
        #expect(line.hasSuffix("}\n") && line.count { $0 == "\n" } == 1)
        return try JSONValue(parsing: line)
    }

    private func number(_ value: JSONValue?) -> Int? {
        guard case .number(let text) = value else { return nil }
        return Int(text)
    }

    @Test func `What became of an invocation is told in numbers`() throws {
        let line = try parsed(report(lag: [3, 3, 3, 60]))
        let expected = [
            "Objects": 3, "ObjectsSkipped": 1, "ObjectsFailed": 1, "Lines": 9, "RowsAccepted": 7, "Quarantined": 3,
            "UndeliveredLines": 1, "Batches": 2, "Retries": 4, "Bytes": 12_345, "LagP50": 3, "LagP99": 60,
            "Duration": 1234,
        ]
        for (name, value) in expected { #expect(number(line[name]) == value, "\(name)") }
        #expect(line["FunctionName"] == .string("relay"))
        #expect(line["RequestId"] == .string("r-1"))
        #expect(number(line["_aws"]?["Timestamp"]) == 1_795_255_058_007)
    }

    @Test(arguments: [[], [5]])
    func `Each metric that is declared is there, with a unit, and each number is declared`(lag: [Int]) throws {
        let line = try parsed(report(lag: lag))
        let metadata = try #require(line["_aws"])
        #expect(metadata.members?.map(\.key) == ["Timestamp", "CloudWatchMetrics"])
        let directive = try #require(metadata["CloudWatchMetrics"]?.elements?.first)
        #expect(directive.members?.map(\.key) == ["Namespace", "Dimensions", "Metrics"])
        #expect(directive["Namespace"] == .string("CaptureRelay"))
        #expect(directive["Dimensions"] == .array([.array([.string("FunctionName")])]))
        let definitions = try #require(directive["Metrics"]?.elements)
        #expect(definitions.allSatisfy { $0.members?.map(\.key) == ["Name", "Unit"] })
        let declared = definitions.compactMap { $0["Name"]?.string }
        let numbers = line.members?.filter { number($0.value) != nil }.map(\.key)
        #expect(declared == numbers)
        #expect(declared.count <= 100 && Set(declared).count == declared.count)
        let units: Set<String> = ["Count", "Bytes", "Seconds", "Milliseconds"]
        #expect(definitions.allSatisfy { $0["Unit"]?.string.map(units.contains) == true })
        #expect(declared.contains("LagP50") == !lag.isEmpty)
        #expect(declared.contains("LagP99") == !lag.isEmpty)
        let keys = line.members?.map(\.key) ?? []
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: [("Bytes", "Bytes"), ("LagP99", "Seconds"), ("Duration", "Milliseconds"), ("Lines", "Count")])
    func `A metric has the unit of what it counts`(name: String, unit: String) throws {
        let metrics = try parsed(report(lag: [1]))["_aws"]?["CloudWatchMetrics"]?.elements?.first?["Metrics"]
        let metric = metrics?.elements?.first { $0["Name"] == .string(name) }
        #expect(metric?["Unit"] == .string(unit))
    }

    @Test func `Lambda's filter finds a time and a level`() throws {
        let line = try parsed(report(lag: []), level: .warning)
        #expect(line["level"] == .string("WARN"))
        #expect(line["timestamp"] == .string("2026-11-21T09:57:38.007Z"))
    }

    @Test func `A dimension is never empty, and no text breaks the line`() throws {
        #expect(try parsed(Report(), function: "")["FunctionName"] == .string("capture-relay"))
        #expect(try parsed(Report(), function: "a\"\n")["FunctionName"] == .string("a\"\n"))
    }
}
