import JSON

extension Report {
    /// The summary as one line of JSON.
    package var json: String {
        var buffer = ByteBuffer()
        buffer.append(text: "{\"objects\":\(objects),\"skipped\":\(skipped),\"failed\":\(failed)")
        Self.append(total, to: &buffer)
        let lags = [("p50", lag.percentile(0.5)), ("p99", lag.percentile(0.99))]
        let lagText = lags.map { "\"\($0.0)\":\($0.1.map(String.init) ?? "null")" }.joined(separator: ",")
        buffer.append(text: ",\"lagSeconds\":{\(lagText)},\"objectsDetail\":[")
        for (index, detail) in details.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            Self.append(detail, to: &buffer)
        }
        buffer.append("]}\n")
        return buffer.bytes.text
    }

    private static func append(_ tally: Tally, to buffer: inout ByteBuffer) {
        for (name, count) in tally.counts { buffer.append(text: ",\"\(name)\":\(count)") }
    }

    private static func append(_ detail: ObjectReport, to buffer: inout ByteBuffer) {
        buffer.append("{\"uri\":")
        buffer.appendJSON(detail.uri)
        buffer.append(text: ",\"outcome\":\"\(detail.outcome.rawValue)\",\"reason\":")
        if let reason = detail.reason { buffer.appendJSON(reason) } else { buffer.append("null") }
        append(detail.tally, to: &buffer)
        buffer.append(0x7D)
    }

    /// The summary for people: what was done, and what was not.
    package var sentences: [String] {
        var sentences: [String] = []
        for detail in details where detail.outcome == .skipped {
            sentences.append("\(detail.uri) was skipped: \(detail.reason ?? "")")
        }
        let unusual = skipped + failed
        let told = details.count { $0.outcome == .skipped || $0.isFailure }
        if unusual > told {
            sentences.append("Only \(told) of \(unusual) that were skipped or failed are told one by one.")
        }
        sentences.append(
            [
                Self.told(
                    objects, "object",
                    [
                        ("delivered", objects - skipped - failed - handedOn), ("to be continued", handedOn),
                        ("skipped", skipped), ("failed", failed),
                    ]
                ),
                Self.told(
                    total.lines, "line",
                    [
                        ("delivered", total.delivered), ("blank", total.blank), ("ignored", total.ignored),
                        ("quarantined", total.quarantined), ("resumed", total.resumed),
                        ("undelivered", total.undelivered),
                    ]
                ),
                Self.told(
                    total.rows, "row",
                    [
                        ("accepted", total.accepted), ("rejected", total.rejected),
                        ("undelivered", total.undeliveredRows),
                    ]
                ),
            ]
            .joined(separator: "; ")
        )
        return sentences
    }

    /// A total and what it is made of, without the parts that are nothing.
    private static func told(_ total: Int, _ noun: String, _ parts: [(String, Int)]) -> String {
        let told = parts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let count = Count(total, noun)
        return told.isEmpty ? "\(count)" : "\(count): \(told.joined(separator: ", "))"
    }

}
