import JSON

/// What a replay's source is, told by the keys of its first JSON object and never by its name.
enum SourceKind: Equatable {
    /// A saved event, which names objects.
    case event
    /// Captures or quarantined lines, to be relayed themselves.
    case captures

    private static let eventKeys: [StaticString] = [
        "Records", "detail-type", "detail", "invocationSchemaVersion", "BatchInput", "Items", "Event", "Sns", "Type",
        "Message", "s3", "requestContext", "requestPayload", "Messages",
    ]

    /// Recognises a source by its first bytes.
    static func recognise(_ head: Bytes) -> SourceKind {
        var scanner = JSONScanner(head, at: head.hasPrefix("\u{FEFF}") ? 3 : 0)
        scanner.skipSpace()
        while scanner.next == 0x5B {
            scanner.position += 1
            scanner.skipSpace()
        }
        return isEvent(&scanner) ? .event : .captures
    }

    /// The head may end in the middle of the object; the keys before decide.
    private static func isEvent(_ scanner: inout JSONScanner) -> Bool {
        do {
            var hasMore = try scanner.entersObject()
            var hasKey = false
            while hasMore {
                let token = try scanner.key()
                let key = scanner.text.slice(token.start, token.end)
                if key == "captureData" || key == "groundTruthData" { return false }
                if key == "captureRelay", scanner.next == 0x22 {
                    let kind = try scanner.string()
                    return scanner.text.slice(kind.start, kind.end).hasPrefix("continue")
                }
                if eventKeys.contains(where: { key == $0 }) { return true }
                if key == "Key" || key == "source" { hasKey = true }
                try scanner.skipValue()
                hasMore = try scanner.hasNextMember()
            }
            return hasKey
        } catch {
            return false
        }
    }
}
