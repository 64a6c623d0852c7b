package import JSON

/// A body whose first bytes can be read twice: once to find out what it is, once for real.
package final class RewindableBody: ObjectBody {
    private let source: any ObjectBody
    private var head = ByteBuffer(capacity: 0)
    private var isRecording = true
    private var replayed = 0

    package var bytesRead: Int { source.bytesRead }
    package var retries: Int { source.retries }
    package var version: String? { source.version }

    /// A body over another one.
    package init(_ source: any ObjectBody) {
        self.source = source
    }

    /// Goes back to the first byte, once.
    package func rewind() {
        isRecording = false
    }

    package func seek(to offset: Int) async throws(FetchError) -> Bool {
        guard !isRecording, try await source.seek(to: offset) else { return false }
        head.removeAll(keepingAtMost: 0)
        replayed = 0
        return true
    }

    package func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        if !isRecording, replayed < head.count {
            let rest = head.count - replayed
            buffer.append(head.bytes(replayed, head.count))
            replayed = head.count
            head.removeAll(keepingAtMost: 0)
            replayed = 0
            return rest
        }
        let start = buffer.count
        let count = try await source.read(into: &buffer)
        if isRecording { head.append(buffer.bytes(start, buffer.count)) }
        return count
    }
}

/// A store of one object that was opened already.
package final class OpenedObject: ObjectStore {
    private let body: any ObjectBody

    /// A store of one object.
    package init(_ body: any ObjectBody) {
        self.body = body
    }

    package func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody { body }
}
