import JSON

/// How far an object was delivered, as it is kept between runs.
///
/// The document is `progress/1`. A later version may add members, which this one ignores, and keeps reading those.
struct ProgressRecord: Equatable, Sendable {
    /// Everything before this place is settled.
    var position = Position.start
    /// The lines before it.
    var counts = LineCounts()
    /// How many of them were delivered.
    var delivered = 0
    /// How many of them were quarantined since the monitor refused rows of theirs.
    var refusedLines = 0
    /// Whether the line that the place lies in has rows that were refused.
    var isLineRefused = false
    /// Where the last document of the quarantine begins: the records of lines before it are kept in others.
    var recordsFrom = Position.start
    /// How many bytes of that document are records of lines before the place.
    var recordsLength = 0
    /// What is accepted beyond the place, in order.
    var accepted: [Range<Position>] = []
    /// What the monitor took beyond the place without an answer, in order: the next run asks for it before it sends
    /// anything.
    var pending: [PendingRows] = []
    /// Whether the object was relayed to its end.
    var isDone = false
    /// Who is at work on the object, if anybody is.
    var lease: Lease?
    /// The run that wrote it, and how many times it had written before.
    var run = ""
    var save = 0
    /// When it was written, in seconds since 1970.
    var time = 0

    /// Nothing done yet.
    init() {}

    /// Reads what was kept; nothing where it is none of this version.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), json["captureRelay"]?.string == "progress/1",
            let position = json["position"].flatMap(Self.position), let lines = json["lines"],
            let time = json.int("time")
        else { return nil }
        self.position = position
        self.time = time
        counts.lines = lines.int("read") ?? 0
        counts.blank = lines.int("blank") ?? 0
        counts.ignored = lines.int("ignored") ?? 0
        counts.quarantined = lines.int("quarantined") ?? 0
        refusedLines = lines.int("refused") ?? 0
        delivered = lines.int("delivered") ?? 0
        recordsFrom = json["records"].flatMap(Self.position) ?? position
        recordsLength = json["records"]?.int("length") ?? 0
        isLineRefused = json["position"]?["refused"] == .bool(true)
        isDone = json["done"] == .bool(true)
        run = json["run"]?.string ?? ""
        save = json.int("save") ?? 0
        for json in json["accepted"]?.elements ?? [] {
            guard let rows = Self.range(json), accepted.last.map({ $0.upperBound <= rows.lowerBound }) ?? true else {
                return nil
            }
            accepted.append(rows)
        }
        for json in json["pending"]?.elements ?? [] {
            guard let rows = Self.range(json), let request = json["request"]?.string else { return nil }
            pending.append(PendingRows(rows: rows, request: request))
        }
        if let lease = json["lease"], let end = lease.int("until") {
            self.lease = Lease(end: end, holder: lease["holder"]?.string)
        }
    }

    private static func range(_ json: JSONValue) -> Range<Position>? {
        guard let from = json["from"].flatMap(position), let to = json["to"].flatMap(position), from < to else {
            return nil
        }
        return from..<to
    }

    private static func position(_ json: JSONValue) -> Position? {
        guard let offset = json.int("offset"), let row = json.int("row"), offset >= 0, row >= 0 else { return nil }
        return Position(offset: offset, row: row)
    }

    /// The document; the object is named for people who look into it.
    func document(of object: ObjectReference) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.append("{\"captureRelay\":\"progress/1\",\"uri\":")
        buffer.appendJSON(object.uri)
        for case (let name, let value?) in [("versionId", object.versionID), ("etag", object.etag)] {
            buffer.append(text: ",\"\(name)\":")
            buffer.appendJSON(value)
        }
        buffer.append(text: ",\"time\":\(time),\"run\":\"\(run)\",\"save\":\(save),\"done\":\(isDone)")
        buffer.append(text: ",\"position\":\(Self.text(position, isRefused: isLineRefused))")
        buffer.append(
            text: ",\"lines\":{\"read\":\(counts.lines),\"blank\":\(counts.blank),\"ignored\":\(counts.ignored)"
                + ",\"quarantined\":\(counts.quarantined),\"refused\":\(refusedLines),\"delivered\":\(delivered)}")
        buffer.append(
            text: ",\"records\":{\"offset\":\(recordsFrom.offset),\"row\":\(recordsFrom.row)"
                + ",\"length\":\(recordsLength)},\"accepted\":[")
        for (index, range) in accepted.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            buffer.append(
                text: "{\"from\":\(Self.text(range.lowerBound)),\"to\":\(Self.text(range.upperBound))}")
        }
        buffer.append("]")
        appendPending(to: &buffer)
        if let lease {
            buffer.append(text: ",\"lease\":{\"until\":\(lease.end)")
            if let holder = lease.holder {
                buffer.append(",\"holder\":")
                buffer.appendJSON(holder)
            }
            buffer.append("}")
        }
        buffer.append("}\n")
        return buffer.bytes.array
    }

    private func appendPending(to buffer: inout ByteBuffer) {
        guard !pending.isEmpty else { return }
        for (index, some) in pending.enumerated() {
            let (start, end) = (Self.text(some.rows.lowerBound), Self.text(some.rows.upperBound))
            buffer.append(text: "\(index == 0 ? ",\"pending\":[" : ","){\"from\":\(start),\"to\":\(end),\"request\":")
            buffer.appendJSON(some.request)
            buffer.append("}")
        }
        buffer.append("]")
    }

    private static func text(_ position: Position, isRefused: Bool = false) -> String {
        "{\"offset\":\(position.offset),\"row\":\(position.row)\(isRefused ? ",\"refused\":true" : "")}"
    }
}

/// The right to work on an object alone, for a time.
struct Lease: Equatable, Sendable {
    /// When it ends, in seconds since 1970.
    var end: Int
    /// The process that has it, where that can be looked up: it ends with the process.
    var holder: String?
}

extension JSONValue {
    fileprivate func int(_ name: String) -> Int? {
        guard case .number(let text)? = self[name] else { return nil }
        return Int(text)
    }
}
