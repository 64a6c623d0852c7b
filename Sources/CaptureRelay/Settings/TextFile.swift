import Glibc

/// Reads short files of settings.
enum TextFile {
    /// The most bytes that are read: 1 MiB.
    static let limit = 1 << 20

    /// The bytes of a file, unless it is longer than the limit.
    static func read(_ path: String) throws(TextFileError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(reason: reason(errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(reason: reason(errno)) }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limit else { throw .tooLong }
            bytes += chunk[..<count]
        }
    }

    private static func reason(_ number: Int32) -> String {
        guard let words = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: words)
    }
}

/// Why a file of settings could not be read; each case ends a sentence that began with its name.
enum TextFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(reason: String)
    case tooLong

    /// The sentence's end.
    var description: String {
        switch self {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .tooLong: "is longer than 1 MiB, which settings never are"
        }
    }
}
