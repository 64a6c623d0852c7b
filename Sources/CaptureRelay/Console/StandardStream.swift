import Files
import JSON

/// The two streams that every program can write to.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Whether somebody looks at it on a terminal.
    var isTerminal: Bool { FileDescriptor(shared: rawValue).isTerminal }

    /// Writes all of a text, and tells whether that was possible.
    @discardableResult
    func write(_ text: String) -> Bool {
        var bytes = ByteBuffer()
        bytes.append(text: text)
        return (try? FileDescriptor(shared: rawValue).write(bytes.bytes)) != nil
    }
}
