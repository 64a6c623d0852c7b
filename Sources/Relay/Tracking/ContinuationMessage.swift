import JSON

/// The message that brings an object, or the rest of one, to the function that relays it.
///
/// What was delivered is told by the progress that is kept; the position is for people who look into the queue.
package enum ContinuationMessage {
    /// The message for an object of which nothing is known to be delivered.
    package static func text(_ object: ObjectReference) -> String { text(object, place: "") }

    /// The message for the rest of an object.
    static func text(_ object: ObjectReference, at position: Position) -> String {
        text(object, place: ",\"position\":{\"offset\":\(position.offset),\"row\":\(position.row)}")
    }

    /// Whether SQS takes no message with it, since it is no character to XML; JSON writes it as an escape as well.
    private static func isUnsendable(_ scalar: UnicodeScalar) -> Bool {
        scalar.value == 0xFFFE || scalar.value == 0xFFFF
    }

    private static func text(_ object: ObjectReference, place: String) -> String {
        var buffer = ByteBuffer()
        buffer.append("{\"captureRelay\":\"continue/1\",\"object\":{\"bucket\":")
        buffer.appendJSON(object.bucket)
        let fields = [
            ("key", object.key), ("region", object.region), ("versionId", object.versionID), ("etag", object.etag),
        ]
        for case (let name, let value?) in fields {
            buffer.append(text: ",\"\(name)\":")
            buffer.appendJSON(value)
        }
        if let size = object.size { buffer.append(text: ",\"size\":\(size)") }
        if object.isListed { buffer.append(",\"listed\":true") }
        buffer.append(text: "}\(place)}")
        let text = buffer.bytes.text
        guard text.unicodeScalars.contains(where: isUnsendable) else { return text }
        return text.unicodeScalars.map { isUnsendable($0) ? "\\u\(String($0.value, radix: 16))" : String($0) }.joined()
    }
}
