import JSON

/// The message that brings the rest of an object back.
///
/// What was delivered is told by the progress that is kept; the position is for people who look into the queue.
enum ContinuationMessage {
    /// The message.
    static func text(_ object: ObjectReference, at position: Position) -> String {
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
        buffer.append(text: "},\"position\":{\"offset\":\(position.offset),\"row\":\(position.row)}}")
        return buffer.bytes.text
    }
}
