import Glibc

/// The two streams that every program can write to.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Whether somebody looks at it on a terminal.
    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes all of a text, and tells whether that was possible.
    @discardableResult
    func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = unsafe bytes[...]
            while unsafe !rest.isEmpty {
                let count = unsafe Glibc.write(rawValue, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                unsafe rest = unsafe rest.dropFirst(count)
            }
            return true
        }
    }
}
