import Files
import JSON

/// Reads short files of settings.
enum TextFile {
    /// The most bytes that are read: 1 MiB.
    static let limit = 1 << 20

    /// The bytes of a file, unless it is longer than the limit.
    static func read(_ path: String) throws(TextFileError) -> [UInt8] {
        var bytes = ByteBuffer()
        do {
            let file = try FileDescriptor(path, for: .reading)
            while bytes.count <= limit, try file.read(into: &bytes, atMost: 1 << 14) > 0 {}
        } catch {
            throw .unreadable(reason: "\(error)")
        }
        guard bytes.count <= limit else { throw .tooLong }
        return bytes.bytes.array
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
