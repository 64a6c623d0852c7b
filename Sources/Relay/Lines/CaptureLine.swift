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
        /// What is said of it.
        package var hint = PayloadHint()
        /// Whether a content type is told, which is null for an invocation that failed.
        package var hasContentType = false
    }

    /// What the line is about.
    package var kind = Kind.capture
    /// What was asked.
    package var input = Slot()
    /// What was answered.
    package var output = Slot()
    /// What `captureData` holds, where it is an object.
    package var captureData: (start: Int, end: Int)?
    /// What `groundTruthData` holds.
    package var groundTruth: (start: Int, end: Int)?
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

    private var repeatedKey: CaptureKeyword?
    private var seen: UInt32 = 0

    /// Whether `captureData` is there and an object.
    package var hasCaptureData: Bool { captureData != nil }

    /// A line of nothing.
    package init() {}

    /// Reads a line, strictly.
    package mutating func read(_ bytes: Bytes) throws(LineProblem) {
        self = CaptureLine()
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        guard scanner.next == 0x7B else { throw LineProblem(.notACapture, "the line is no JSON object") }
        do { try read(&scanner) } catch { throw LineProblem(.notJSON, error.description) }
        if let repeatedKey { throw LineProblem(.duplicateKey, "the key '\(repeatedKey)' is there twice") }
    }

    private mutating func read(_ scanner: inout JSONScanner) throws(JSONError) {
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try scanner.envelopeKey()
            note(key)
            switch key {
            case .captureData: try readCaptureData(&scanner)
            case .eventMetadata: try readMetadata(&scanner)
            case .groundTruthData:
                kind = .groundTruth
                scanner.skipSpace()
                let start = scanner.position
                try scanner.skipValue()
                groundTruth = (start, scanner.position)
            default: try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        try scanner.expectEnd()
    }

    private mutating func readCaptureData(_ scanner: inout JSONScanner) throws(JSONError) {
        guard scanner.next == 0x7B else { return try scanner.skipValue() }
        let start = scanner.position
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try scanner.captureDataKey()
            note(key)
            switch key {
            case .endpointInput: repeatedKey = try input.read(&scanner) ?? repeatedKey
            case .endpointOutput: repeatedKey = try output.read(&scanner) ?? repeatedKey
            case .batchTransformOutput:
                if kind == .capture { kind = .batchTransformOutput }
                try scanner.skipValue()
            default: try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        captureData = (start, scanner.position)
    }

    private mutating func readMetadata(_ scanner: inout JSONScanner) throws(JSONError) {
        let start = scanner.position
        guard scanner.next == 0x7B else { return try scanner.skipValue() }
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try scanner.metadataKey()
            note(key)
            switch key {
            case .eventId: eventID = try scanner.text()
            case .inferenceTime: inferenceTime = try scanner.text()
            case .inferenceId: inferenceID = try scanner.text()
            case .invocationSource:
                let source = try scanner.text()
                isShadow = source.map { scanner.text.slice($0.start, $0.end) == "ShadowExperiment" } ?? false
            default: try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        metadata = (start, scanner.position)
    }

    @inline(__always)
    private mutating func note(_ key: CaptureKeyword) {
        if seen & key.bit != 0 { repeatedKey = key }
        seen |= key.bit
    }
}

extension CaptureLine.Slot {
    /// Reads a slot; returns a key that is there twice, if one is.
    mutating func read(_ scanner: inout JSONScanner) throws(JSONError) -> CaptureKeyword? {
        guard scanner.next == 0x7B else {
            try scanner.skipValue()
            return nil
        }
        var repeatedKey: CaptureKeyword?
        var seen: UInt32 = 0
        var encoding: JSONScanner.StringToken?
        var contentType: JSONScanner.StringToken?
        isPresent = true
        var hasMore = try scanner.entersObject()
        while hasMore {
            let key = try scanner.slotKey()
            if seen & key.bit != 0 { repeatedKey = key }
            seen |= key.bit
            switch key {
            case .data: payload = try Payload(&scanner)
            case .encoding: encoding = try scanner.text()
            case .observedContentType: contentType = try scanner.text()
            default: try scanner.skipValue()
            }
            hasMore = try scanner.hasNextMember()
        }
        hasContentType = contentType != nil
        hint = PayloadHint(
            encoding: encoding.map { scanner.text.slice($0.start, $0.end) },
            type: contentType.map { scanner.text.slice($0.start, $0.end) })
        return repeatedKey
    }
}

extension CaptureLine.Slot {
    /// The payload as it stands in the line, where that is a text with escapes and its content type is told.
    @inline(__always)
    func escapedText(of line: Bytes) -> Bytes? {
        guard case .text(let token) = payload, token.isEscaped, hasContentType, !hint.isBase64 else { return nil }
        return line.slice(token.start, token.end)
    }
}

extension CaptureLine.Slot.Payload {
    fileprivate init(_ scanner: inout JSONScanner) throws(JSONError) {
        if scanner.next == 0x22 {
            self = .text(try scanner.string())
            return
        }
        let start = scanner.position
        try scanner.skipValue()
        self = scanner.text[start] == 0x6E ? .null : .value(start: start, end: scanner.position)
    }
}

extension JSONScanner {
    /// Reads a string that has something in it; other values count as absent.
    @inline(__always)
    fileprivate mutating func text() throws(JSONError) -> StringToken? {
        guard next == 0x22 else {
            try skipValue()
            return nil
        }
        let token = try string()
        return token.end > token.start ? token : nil
    }
}
