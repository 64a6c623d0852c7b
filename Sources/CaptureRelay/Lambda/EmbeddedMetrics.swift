import HTTP
import JSON
import Relay

/// The metrics of an invocation in CloudWatch's embedded metric format: a log line that CloudWatch counts.
enum EmbeddedMetrics {
    private enum Unit: String {
        case count = "Count"
        case bytes = "Bytes"
        case seconds = "Seconds"
        case milliseconds = "Milliseconds"
    }

    private struct Metric {
        let name: String
        let unit: Unit
        let value: Int
    }

    /// The line for standard output.
    ///
    /// With JSON logs Lambda drops lines below the function's log level and takes those without one for INFO; the
    /// level that is given here should be the one that messages are written from, so that metrics outlive any choice.
    static func line(
        report: Report,
        requestID: String,
        functionName: String,
        duration: Duration,
        level: LogLevel = .info,
        wallMilliseconds: Int = WallClock.milliseconds()
    ) -> String {
        let metrics = metrics(report, duration)
        var buffer = ByteBuffer()
        buffer.append(text: "{\"_aws\":{\"Timestamp\":\(wallMilliseconds),\"CloudWatchMetrics\":[{")
        buffer.append("\"Namespace\":\"CaptureRelay\",\"Dimensions\":[[\"FunctionName\"]],\"Metrics\":[")
        let definitions = metrics.map { "{\"Name\":\"\($0.name)\",\"Unit\":\"\($0.unit.rawValue)\"}" }
        buffer.append(text: definitions.joined(separator: ","))
        buffer.append(text: "]}]},\"timestamp\":\"\(Timestamp.text(milliseconds: wallMilliseconds))\"")
        buffer.append(text: ",\"level\":\"\(level.lambdaName)\",\"FunctionName\":")
        // A dimension without a value would make the whole line worthless.
        buffer.appendJSON(functionName.isEmpty ? "capture-relay" : functionName)
        buffer.append(",\"RequestId\":")
        buffer.appendJSON(requestID)
        for metric in metrics { buffer.append(text: ",\"\(metric.name)\":\(metric.value)") }
        buffer.append("}\n")
        return buffer.bytes.text
    }

    private static func metrics(_ report: Report, _ duration: Duration) -> [Metric] {
        let total = report.total
        let counts = [
            ("Objects", report.objects), ("ObjectsSkipped", report.skipped), ("ObjectsFailed", report.failed),
            ("Lines", total.lines), ("RowsAccepted", total.accepted), ("Quarantined", total.quarantined),
            ("UndeliveredLines", total.undelivered), ("Batches", total.batches), ("Retries", total.retries),
        ]
        var metrics = counts.map { Metric(name: $0, unit: .count, value: $1) }
        metrics.append(Metric(name: "Bytes", unit: .bytes, value: total.bytes))
        for (name, share) in [("LagP50", 0.5), ("LagP99", 0.99)] {
            guard let lag = report.lag.percentile(share) else { continue }
            metrics.append(Metric(name: name, unit: .seconds, value: lag))
        }
        metrics.append(Metric(name: "Duration", unit: .milliseconds, value: duration.milliseconds))
        return metrics
    }
}
