package import JSON

/// A line that could not be relayed, with all that is needed to find it, to understand it and to try it again.
package struct QuarantineRecord: Equatable, Sendable {
    /// The object that the line came from.
    package var object: ObjectReference
    /// The line's number.
    package var line: Int
    /// Where it begins in the inflated object.
    package var offset: Int
    /// The rows to relay; all where there are none named.
    package var rows: [Int]?
    /// What the line is about.
    package var subject = LineSubject()
    /// The line itself.
    package var data: [UInt8]

    /// Reads a record from a line of a quarantine file.
    package init(parsing bytes: Bytes) throws(LineProblem) {
        func problem(_ detail: String) -> LineProblem { LineProblem(.unreadableQuarantine, detail) }
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch { throw problem(error.description) }
        guard json["captureRelay"]?.string == "quarantine/1" else { throw problem("the line is no quarantine record") }
        guard let uri = json["uri"]?.string, let object = Self.object(uri) else {
            throw problem("the record has no uri")
        }
        self.object = object
        self.object.versionID = json["versionId"]?.string
        self.object.etag = json["etag"]?.string
        guard let line = json["line"]?.wholeNumber, let offset = json["offset"]?.wholeNumber else {
            throw problem("the record has no line or offset")
        }
        self.line = line
        self.offset = offset
        subject = try Self.subject(json)
        rows = json["rows"]?.elements?.compactMap(\.wholeNumber)
        guard rows?.count == json["rows"]?.elements?.count, json["rows"] == nil || rows != nil else {
            throw problem("the record's rows are no numbers")
        }
        if let rows, rows.isEmpty || Set(rows).count < rows.count {
            throw problem("the record names no row, or one twice")
        }
        if let text = json["data"]?.string {
            data = Array(text.utf8)
        } else if let base64 = json["base64"]?.string {
            var source = ByteBuffer()
            source.append(text: base64)
            var decoded = ByteBuffer()
            guard decoded.appendDecodedBase64(source.bytes) else { throw problem("the record's base64 is none") }
            data = decoded.bytes.array
        } else {
            throw problem("the record has neither data nor base64")
        }
    }

    /// What the line is about; a record of inferences does not say so.
    private static func subject(_ json: JSONValue) throws(LineProblem) -> LineSubject {
        let header = json["header"]?.string.map { Array($0.utf8) }
        switch json["matter"] {
        case nil where json["header"] == nil: return LineSubject()
        case .string("labels") where json["header"] == nil || header != nil: return LineSubject(.labels, header: header)
        default: throw LineProblem(.unreadableQuarantine, "the record's matter or header is none that is known")
        }
    }

    private static func object(_ uri: String) -> ObjectReference? {
        if uri.hasPrefix("file://") { return ObjectReference(bucket: "", key: String(uri.dropFirst(7))) }
        guard uri.hasPrefix("s3://") else { return nil }
        let parts = uri.dropFirst(5).split(separator: "/", omittingEmptySubsequences: false)
        // The ARN of an access point has a slash of its own: arn:…:accesspoint/name/key.
        let bucketParts = parts[0].hasSuffix(":accesspoint") ? 2 : 1
        guard parts.count > bucketParts else { return nil }
        let bucket = parts[..<bucketParts].joined(separator: "/")
        return ObjectReference(bucket: bucket, key: parts[bucketParts...].joined(separator: "/"))
    }

    /// Appends a record of a line as it is written, with a line break.
    package static func append(
        _ problem: LineProblem,
        of object: ObjectReference,
        line: Int,
        offset: Int,
        rows: [Int]?,
        subject: LineSubject = LineSubject(),
        data: Bytes,
        time: String,
        to buffer: inout ByteBuffer
    ) {
        func field(_ name: StaticString, _ text: String?) {
            buffer.append(name)
            if let text { buffer.appendJSON(text) } else { buffer.append("null") }
        }
        buffer.append("{\"captureRelay\":\"quarantine/1\",")
        if subject.matter == .labels { buffer.append("\"matter\":\"labels\",") }
        field("\"uri\":", object.uri)
        field(",\"versionId\":", object.versionID)
        field(",\"etag\":", object.etag)
        buffer.append(text: ",\"line\":\(line),\"offset\":\(offset),\"length\":\(data.count)")
        field(",\"reason\":", problem.reason.rawValue)
        field(",\"detail\":", problem.detail)
        if let rows { buffer.append(text: ",\"rows\":[\(rows.map(String.init).joined(separator: ","))]") }
        if let header = subject.header { field(",\"header\":", String(decoding: header, as: UTF8.self)) }
        field(",\"time\":", time)
        if data.isUTF8 {
            buffer.append(",\"data\":\"")
            buffer.appendJSONText(data)
        } else {
            buffer.append(",\"base64\":\"")
            buffer.appendBase64(data)
        }
        buffer.append("\"}\n")
    }
}

extension JSONValue {
    /// A number that is whole and not negative.
    fileprivate var wholeNumber: Int? {
        guard case .number(let text) = self, let number = Int(text), number >= 0 else { return nil }
        return number
    }
}
