import JSON

/// The values of a row that do not come from its payloads: time, metadata and id, the same for all rows of a line
/// but for the number behind the id.
struct RowFrame: ~Copyable {
    private let timestamp: TimestampColumn?
    private let metadata: [MetadataColumn]
    private var object = ObjectReference(bucket: "", key: "")
    private var constants: [String] = []
    private var metadataTree = JSONTree()

    /// The time as it is written, a JSON value.
    private(set) var time = ByteBuffer()

    /// The metadata values as they are written, one behind the other.
    private(set) var metadataValues = ByteBuffer()
    private(set) var metadataEnds: [Int] = []

    /// The id without quotes and number, as it stands inside a JSON string.
    private(set) var id = ByteBuffer()

    /// When the inference was, in seconds since 1970.
    private(set) var seconds: Int?

    /// What the line's records have in common, where rows become records.
    private(set) var record: RecordFrame?

    private var lastTime = ByteBuffer()
    private let needsID: Bool
    private let makesRecords: Bool

    /// A frame for the columns of the settings.
    init(_ settings: MappingSettings) {
        timestamp = settings.timestamp
        metadata = settings.metadata
        needsID = settings.idColumn != nil
        makesRecords = settings.form == .parts
    }

    /// Begins another object, whose name some of the values tell.
    mutating func begin(_ object: ObjectReference) {
        self.object = object
        let name = CaptureKey(object.key)
        constants = metadata.map { column in
            let text: String? =
                switch column.source {
                case .endpoint: name?.endpoint
                case .variant: name?.variant
                case .uri: object.uri
                case .bucket: object.bucket
                case .key: object.key
                case .versionID: object.versionID
                case .etag: object.etag
                case .eventMetadata: nil
                }
            guard let text else { return "null" }
            var value = ByteBuffer()
            value.appendJSON(text)
            return value.bytes.text
        }
    }

    /// Takes the values of a line with so many rows.
    mutating func read(_ line: inout CaptureLine, _ bytes: Bytes, offset: Int, rows: Int) throws(LineProblem) {
        try readTime(line.inferenceTime, bytes)
        if !metadata.isEmpty { try readMetadata(line, bytes) }
        if needsID { readID(line, bytes, offset) }
        if makesRecords { try readRecord(&line, bytes, offset, rows) }
    }

    /// Many lines share a second, so a time is read only when it differs from the last one.
    private mutating func readTime(_ token: JSONScanner.StringToken?, _ bytes: Bytes) throws(LineProblem) {
        let text = token.map { bytes.slice($0.start, $0.end) }
        if let text, seconds != nil, text == lastTime.bytes { return }
        seconds = nil
        time.removeAll()
        lastTime.removeAll()
        guard let text, let instant = InferenceTime(text) else {
            guard timestamp != nil else { return }
            let what =
                text == nil ? "the line has no inferenceTime that is text" : "the line's inferenceTime is no time"
            throw LineProblem(.unreadableTime, "\(what), but a timestamp column is configured")
        }
        lastTime.append(text)
        seconds = instant.seconds
        if let timestamp { write(instant, text, timestamp.format) }
    }

    private mutating func write(_ instant: InferenceTime, _ text: Bytes, _ format: TimestampColumn.Format) {
        let fraction = text.slice(instant.fraction.lowerBound, instant.fraction.upperBound)
        switch format {
        case .iso8601 where instant.isEpoch:
            let zone = fraction.isEmpty ? "Z" : ".\(fraction.text)Z"
            time.append(text: "\"\(Timestamp(seconds: instant.seconds).text(zone: zone))\"")
        case .iso8601:
            time.append(0x22)
            time.append(text)
            time.append(0x22)
        case .epoch:
            time.append(decimal: instant.seconds)
            guard !fraction.isEmpty else { return }
            time.append(0x2E)
            time.append(fraction)
        case .epochMilliseconds:
            var milliseconds = instant.seconds
            for index in 0..<3 { milliseconds = milliseconds * 10 + Int(max(fraction.peek(index), 0x30) - 0x30) }
            time.append(decimal: milliseconds)
        case .datetime:
            time.append(text: "\"\(Timestamp(seconds: instant.seconds).text(separator: " ", zone: ""))\"")
        }
    }

    private mutating func readMetadata(_ line: CaptureLine, _ bytes: Bytes) throws(LineProblem) {
        metadataValues.removeAll()
        metadataEnds.removeAll(keepingCapacity: true)
        if let place = line.metadata {
            do { try metadataTree.read(bytes.slice(place.start, place.end)) } catch {
                throw LineProblem(.notJSON, "the eventMetadata cannot be read: \(error)")
            }
        }
        for (index, column) in metadata.enumerated() {
            if case .eventMetadata(let path) = column.source {
                try appendMetadata(path, isThere: line.metadata != nil)
            } else {
                metadataValues.append(text: constants[index])
            }
            metadataEnds.append(metadataValues.count)
        }
    }

    private mutating func appendMetadata(_ path: ColumnPath, isThere: Bool) throws(LineProblem) {
        guard !isThere || !metadataTree[0].hasDuplicatesInside else {
            throw LineProblem(.duplicateKey, "the eventMetadata has a key twice")
        }
        guard isThere, let node = find(path) else { return metadataValues.append("null") }
        let value = metadataTree[node]
        let text = metadataTree.text.slice(Int(value.start), Int(value.end))
        if value.kind == .string {
            metadataValues.append(0x22)
            metadataValues.append(text)
            metadataValues.append(0x22)
        } else {
            metadataValues.appendCompacted(text)
        }
    }

    private func find(_ path: ColumnPath) -> Int? {
        var node = metadataTree.documents.first
        for step in path.steps {
            guard let current = node else { return nil }
            switch step {
            case .key(let name):
                guard metadataTree[current].kind == .object else { return nil }
                var wanted = ByteBuffer()
                wanted.append(text: name)
                node = metadataTree.value(of: wanted.bytes, in: current)
            case .index(let index):
                guard metadataTree[current].kind == .array, index < Int(metadataTree[current].count) else { return nil }
                var element = current + 1
                for _ in 0..<index { element = metadataTree.index(after: element) }
                node = element
            case .each:
                return nil
            }
        }
        return node
    }

    private mutating func readID(_ line: CaptureLine, _ bytes: Bytes, _ offset: Int) {
        id.removeAll()
        if let token = line.inferenceID ?? line.eventID {
            id.append(bytes.slice(token.start, token.end))
            return
        }
        id.append(text: NameBasedUUID.text(ofURL: place(offset)))
    }

    @inline(never)
    private mutating func readRecord(
        _ line: inout CaptureLine, _ bytes: Bytes, _ offset: Int, _ rows: Int
    ) throws(LineProblem) {
        record = nil
        record = try recordFrame(
            of: &line, bytes, offset: offset, at: seconds == nil ? nil : lastTime.bytes, rows: rows)
    }

    /// The name of a line that has none of its own.
    func place(_ offset: Int) -> String {
        "\(object.uri)?versionId=\(object.versionID ?? object.etag ?? "")#\(offset)"
    }
}
