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
        if objects > details.count {
            sentences.append("Only \(details.count) of \(objects) objects are told one by one.")
        }
        sentences.append(
            "\(Self.count(objects, "object")): \(objects - skipped - failed) delivered, \(skipped) skipped, \(failed) failed; "
                + "\(Self.count(total.rows, "row")): \(total.accepted) accepted, "
                + "\(total.rejected) rejected, \(total.undeliveredRows) undelivered"
        )
        let parts = [
            ("delivered", total.delivered), ("blank", total.blank), ("ignored", total.ignored),
            ("quarantined", total.quarantined), ("resumed", total.resumed), ("undelivered", total.undelivered),
        ]
        let told = parts.filter { $0.0 == "delivered" || $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        sentences.append("\(Self.count(total.lines, "line")): \(told)")
        return sentences
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
