import JSON
import Relay

/// An object whose bytes come in chunks of one size, and which breaks off where it is told to.
final class ScriptedBody: ObjectBody {
    private let bytes: [UInt8]
    private let chunk: Int
    private let fault: FetchError?

    private(set) var bytesRead = 0

    init(_ bytes: [UInt8], chunk: Int = .max, fault: FetchError? = nil) {
        self.bytes = bytes
        self.chunk = chunk
        self.fault = fault
    }

    func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        let next = bytes[bytesRead...].prefix(chunk)
        if next.isEmpty, let fault { throw fault }
        buffer.append(contentsOf: Array(next))
        bytesRead += next.count
        return next.count
    }
}

/// Reads a body to its end; what came before an error counts as well.
func drain(_ body: any ObjectBody) async -> (bytes: [UInt8], fault: FetchError?) {
    var buffer = ByteBuffer()
    do {
        while try await body.read(into: &buffer) > 0 {}
        return (buffer.bytes.array, nil)
    } catch {
        return (buffer.bytes.array, error)
    }
}
