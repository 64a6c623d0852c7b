import JSON

/// What one side of an inference sent, decoded to text as far as it is text.
struct Payload {
    /// What the payload is.
    enum Content {
        /// The line has no such slot.
        case absent
        /// Nothing but white space.
        case empty
        case csv
        case json
        /// Bytes that are no text: images and other binary forms.
        case binary(rows: Int?)
    }

    /// What it is.
    let content: Content

    /// The text of CSV and JSON.
    let text: Bytes

    /// Whether the text holds a lone surrogate, which UTF-8 cannot express.
    let hasLoneSurrogate: Bool

    /// Whether it has neither quotes nor line breaks nor anything else that needs an escape in JSON.
    var isBare = false

    /// Whether no cell of CSV has anything that needs an escape in JSON; known when the cells are.
    var isPlain = false
}

/// Decodes the payload of a slot: encoding and content type are hints, the content decides.
struct PayloadDecoder: ~Copyable {
    /// The decoded text, with as much room behind it for cells whose doubled quotes are resolved there.
    var decoded = ByteBuffer()
    private var base64Text = ByteBuffer()

    /// How much decoded text is kept in memory from one line to the next.
    private static let keep = 1 << 20

    /// The values of the last payload that was JSON.
    private(set) var json = JSONTree()

    /// Decodes a slot.
    ///
    /// The text stays valid until the next call.
    mutating func decode(_ slot: inout CaptureLine.Slot, of line: Bytes) throws(LineProblem) -> Payload {
        decoded.removeAll(keepingAtMost: Self.keep)
        switch slot.payload {
        case .absent, .null:
            return Payload(content: .absent, text: decoded.bytes, hasLoneSurrogate: false)
        case .value(let start, let end):
            return try read(line.slice(start, end), .json, false)
        case .text(let token):
            let raw = line.slice(token.start, token.end)
            if slot.hint.isBase64 { return try base64(raw, token.isEscaped, slot.hint) }
            guard token.isEscaped else {
                var payload = try read(raw, slot.hint.form, false)
                payload.isBare = true
                return payload
            }
            let hasLoneSurrogate = unescape(raw)
            return try read(decoded.bytes, slot.hint.form, hasLoneSurrogate)
        }
    }

    /// Cells are resolved into the room behind the text, so that the text must not move then.
    private mutating func unescape(_ raw: Bytes) -> Bool {
        decoded.reserve(raw.count * 2)
        return decoded.appendUnescaped(raw)
    }

    private mutating func base64(_ raw: Bytes, _ isEscaped: Bool, _ hint: PayloadHint) throws(LineProblem) -> Payload {
        decoded.reserve(raw.count * 2)
        var source = raw
        if isEscaped {
            base64Text.removeAll(keepingAtMost: Self.keep)
            _ = base64Text.appendUnescaped(raw)
            source = base64Text.bytes
        }
        guard decoded.appendDecodedBase64(source) else {
            throw LineProblem(.undecodableBase64, "the payload says BASE64 and is none")
        }
        guard decoded.bytes.isUTF8 else { return binary(hint) }
        return try read(decoded.bytes, hint.form, false)
    }

    /// An image is one row; of other binary forms nobody here knows how many they hold.
    private func binary(_ hint: PayloadHint) -> Payload {
        let bytes = decoded.bytes
        let isImage =
            (bytes.peek(0) == 0x89 && bytes.peek(1) == 0x50)
            || (bytes.peek(0) == 0xFF && bytes.peek(1) == 0xD8) || hint.isImage
        return Payload(content: .binary(rows: isImage ? 1 : nil), text: bytes, hasLoneSurrogate: false)
    }

    private mutating func read(
        _ text: Bytes,
        _ hint: PayloadHint.Form,
        _ hasLoneSurrogate: Bool
    ) throws(LineProblem) -> Payload {
        let text = text.peek(0) == 0xEF && text.hasPrefix("\u{FEFF}") ? text.slice(3, text.count) : text
        var start = 0
        while start < text.count, text[start].isSpace { start += 1 }
        func payload(_ content: Payload.Content) -> Payload {
            Payload(content: content, text: text, hasLoneSurrogate: hasLoneSurrogate)
        }
        guard start < text.count else { return payload(.empty) }
        let isBracketed = text[start] == 0x7B || text[start] == 0x5B
        guard hint == .json || isBracketed else { return payload(.csv) }
        do {
            try json.read(text)
            return payload(.json)
        } catch {
            // What says CSV may hold a brace for all we know; what says JSON, or nothing, and begins as JSON is broken.
            guard isBracketed, hint != .csv else { return payload(.csv) }
            throw LineProblem(.malformedPayload, "the payload is broken JSON: \(error)")
        }
    }
}

extension UInt8 {
    /// Whether it is white space.
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
