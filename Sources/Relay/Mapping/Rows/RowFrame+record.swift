import JSON

extension RowFrame {
    /// The members that hold the time of the inference, in UTC, and how long the answer took where the capture says so;
    /// the id is made from the service's own.
    func recordFrame(
        of line: inout CaptureLine, _ bytes: Bytes, offset: Int, at time: Bytes?, rows: Int
    ) throws(LineProblem) -> RecordFrame {
        guard let text = time, let instant = InferenceTime(text) else {
            throw LineProblem(.unreadableTime, "the line has no inferenceTime that can be read, which its record needs")
        }
        let fraction = text.slice(instant.fraction.lowerBound, instant.fraction.upperBound)
        let zone = fraction.isEmpty ? "Z" : ".\(fraction.text)Z"
        var members = ",\"scoring_timestamp\":\"\(Timestamp(seconds: instant.seconds).text(zone: zone))\""
        if let time = ResponseTime.text(in: line, bytes) { members += ",\"response_time\":\(time)" }
        var name = ByteBuffer(capacity: 64)
        if let token = line.eventID ?? line.inferenceID {
            _ = name.appendUnescaped(bytes.slice(token.start, token.end))
        } else {
            name.append(text: place(offset))
        }
        return RecordFrame(name: name.bytes.text, members: members, rows: rows)
    }
}
