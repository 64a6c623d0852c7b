import JSON

/// The keys of a capture line that mean something here.
enum CaptureKeyword: UInt32 {
    case captureData
    case eventMetadata
    case groundTruthData
    case endpointInput
    case endpointOutput
    case batchTransformOutput
    case observedContentType
    case data
    case encoding
    case mode
    case eventId
    case inferenceTime
    case inferenceId
    case invocationSource
    case other

    /// A bit of its own, to notice a key that is there twice; other keys may be.
    var bit: UInt32 { self == .other ? 0 : 1 &<< rawValue }
}

// SageMaker writes the keys compactly and always in the same order, so each is first compared as it is expected, which
// costs a tenth of scanning it; whatever else comes is scanned.
extension JSONScanner {
    /// Reads a key of the line itself.
    @inline(__always)
    mutating func envelopeKey() throws(JSONError) -> CaptureKeyword {
        if takes("\"captureData\":") { return .captureData }
        if takes("\"eventMetadata\":") { return .eventMetadata }
        if takes("\"eventVersion\":") { return .other }
        return try scannedKey([.captureData, .eventMetadata, .groundTruthData])
    }

    /// Reads a key of `captureData`.
    @inline(__always)
    mutating func captureDataKey() throws(JSONError) -> CaptureKeyword {
        if takes("\"endpointInput\":") { return .endpointInput }
        if takes("\"endpointOutput\":") { return .endpointOutput }
        return try scannedKey([.endpointInput, .endpointOutput, .batchTransformOutput])
    }

    /// Reads a key of an input or output.
    @inline(__always)
    mutating func slotKey() throws(JSONError) -> CaptureKeyword {
        if takes("\"observedContentType\":") { return .observedContentType }
        if takes("\"mode\":") { return .mode }
        if takes("\"data\":") { return .data }
        if takes("\"encoding\":") { return .encoding }
        return try scannedKey([.observedContentType, .data, .encoding, .mode])
    }

    /// Reads a key of `eventMetadata`.
    @inline(__always)
    mutating func metadataKey() throws(JSONError) -> CaptureKeyword {
        if takes("\"eventId\":") { return .eventId }
        if takes("\"inferenceId\":") { return .inferenceId }
        if takes("\"inferenceTime\":") { return .inferenceTime }
        return try scannedKey([.eventId, .inferenceId, .inferenceTime, .invocationSource])
    }

    /// Reads a key with whatever space there is around it.
    @inline(never)
    private mutating func scannedKey(_ known: [CaptureKeyword]) throws(JSONError) -> CaptureKeyword {
        let token = try key()
        if token.isEscaped { return keyword(known, decoding: token) }
        let name = text.slice(token.start, token.end)
        for keyword in known where name == keyword.name { return keyword }
        return .other
    }

    /// A key that is written with escapes means what it stands for.
    private func keyword(_ known: [CaptureKeyword], decoding token: StringToken) -> CaptureKeyword {
        var name = ByteBuffer()
        _ = name.appendUnescaped(text.slice(token.start, token.end))
        for keyword in known where name.bytes == keyword.name { return keyword }
        return .other
    }
}

extension CaptureKeyword {
    /// The key as it is written.
    fileprivate var name: StaticString {
        switch self {
        case .captureData: "captureData"
        case .eventMetadata: "eventMetadata"
        case .groundTruthData: "groundTruthData"
        case .endpointInput: "endpointInput"
        case .endpointOutput: "endpointOutput"
        case .batchTransformOutput: "batchTransformOutput"
        case .observedContentType: "observedContentType"
        case .data: "data"
        case .encoding: "encoding"
        case .mode: "mode"
        case .eventId: "eventId"
        case .inferenceTime: "inferenceTime"
        case .inferenceId: "inferenceId"
        case .invocationSource: "invocationSource"
        case .other: ""
        }
    }
}
