package import JSON

/// The parts of one capture line, as places in its bytes: nothing is copied or decoded here.
package struct CaptureLine {
    /// What a line is about.
    package enum Kind: Equatable {
        /// An inference with what was asked and what was answered.
        case capture
        /// A label, which is for ground truth.
        case groundTruth
        /// The output of a batch transform job, merged into capture form.
        case batchTransformOutput
    }

    /// What one side of an inference sent.
    package struct Slot {
        /// The payload in its forms.
        package enum Payload {
            case absent
            case null
            case text(JSONScanner.StringToken)
            /// A payload that was parsed already: any other JSON value.
            case value(start: Int, end: Int)
        }

        /// Whether the line has the slot at all.
        package var isPresent = false
        /// The payload.
        package var payload = Payload.absent
        /// The encoding's name.
        package var encoding: JSONScanner.StringToken?
        /// The content type; none where it is null or absent.
        package var contentType: JSONScanner.StringToken?
    }

    /// What the line is about.
    package var kind = Kind.capture
    /// What was asked.
    package var input = Slot()
    /// What was answered.
    package var output = Slot()
    /// Whether `captureData` is there and an object.
    package var hasCaptureData = false
    /// The `eventMetadata` object.
    package var metadata: (start: Int, end: Int)?
    /// The service's id.
    package var eventID: JSONScanner.StringToken?
    /// The caller's id.
    package var inferenceID: JSONScanner.StringToken?
    /// When the inference was.
    package var inferenceTime: JSONScanner.StringToken?
    /// Whether a shadow variant answered.
    package var isShadow = false

    /// Reads a line, strictly.
    package init(_ bytes: Bytes) throws(LineProblem) {
        do {
            var reader = CaptureLineReader(bytes)
            guard reader.startsWithObject() else { throw LineProblem(.notACapture, "the line is no JSON object") }
            try reader.read()
            self = reader.line
            if let key = reader.repeatedKey { throw LineProblem(.duplicateKey, "the key '\(key)' is there twice") }
        } catch let error as JSONError {
            throw LineProblem(.notJSON, error.description)
        } catch let problem as LineProblem {
            throw problem
        } catch {
            throw LineProblem(.notJSON, "\(error)")
        }
    }

    fileprivate init() {}
}

/// Walks through the envelope of a capture line and notes where its parts are.
private struct CaptureLineReader {
    var line = CaptureLine()
    var repeatedKey: String?

    private let bytes: Bytes
    private var scanner: JSONScanner
    private var seen: UInt32 = 0

    init(_ bytes: Bytes) {
        self.bytes = bytes
        scanner = JSONScanner(bytes)
    }

    mutating func startsWithObject() -> Bool {
        scanner.skipSpace()
        return scanner.next == 0x7B
    }

    mutating func read() throws(JSONError) {
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try name()
            if key == "captureData" {
                note(0, key)
                try captureData()
            } else if key == "eventMetadata" {
                note(1, key)
                try eventMetadata()
            } else {
                if key == "groundTruthData" { line.kind = .groundTruth }
                try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        try scanner.expectEnd()
    }

    private mutating func captureData() throws(JSONError) {
        guard scanner.next == 0x7B else { return try scanner.skipValue() }
        line.hasCaptureData = true
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try name()
            if key == "endpointInput" {
                note(2, key)
                line.input = try slot(8)
            } else if key == "endpointOutput" {
                note(3, key)
                line.output = try slot(12)
            } else {
                if key == "batchTransformOutput", line.kind == .capture { line.kind = .batchTransformOutput }
                try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
    }

    private mutating func slot(_ bit: UInt32) throws(JSONError) -> CaptureLine.Slot {
        var slot = CaptureLine.Slot()
        guard scanner.next == 0x7B else {
            try scanner.skipValue()
            return slot
        }
        slot.isPresent = true
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try name()
            if key == "data" {
                note(bit, key)
                slot.payload = try payload()
            } else if key == "encoding" {
                note(bit + 1, key)
                slot.encoding = try text()
            } else if key == "observedContentType" {
                note(bit + 2, key)
                slot.contentType = try text()
            } else {
                try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        return slot
    }

    private mutating func payload() throws(JSONError) -> CaptureLine.Slot.Payload {
        if scanner.next == 0x22 { return .text(try scanner.string()) }
        let start = scanner.position
        try scanner.skipValue()
        return bytes[start] == 0x6E ? .null : .value(start: start, end: scanner.position)
    }

    private mutating func eventMetadata() throws(JSONError) {
        let start = scanner.position
        guard scanner.next == 0x7B else { return try scanner.skipValue() }
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try name()
            if key == "eventId" {
                note(4, key)
                line.eventID = try text()
            } else if key == "inferenceTime" {
                note(5, key)
                line.inferenceTime = try text()
            } else if key == "inferenceId" {
                note(6, key)
                line.inferenceID = try text()
            } else if key == "invocationSource" {
                note(7, key)
                if let source = try text() { line.isShadow = bytes.slice(source.start, source.end) == "ShadowExperiment" }
            } else {
                try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        line.metadata = (start, scanner.position)
    }

    @inline(__always)
    private mutating func name() throws(JSONError) -> Bytes {
        let token = try scanner.key()
        return bytes.slice(token.start, token.end)
    }

    /// A string that has something in it; other values count as absent.
    private mutating func text() throws(JSONError) -> JSONScanner.StringToken? {
        guard scanner.next == 0x22 else {
            try scanner.skipValue()
            return nil
        }
        let token = try scanner.string()
        return token.end > token.start ? token : nil
    }

    @inline(__always)
    private mutating func note(_ bit: UInt32, _ key: Bytes) {
        if seen & 1 &<< bit != 0 { repeatedKey = key.text }
        seen |= 1 &<< bit
    }
}
