import Glibc
import JSON

/// Reads a file that is short by its nature.
package enum WholeFile {
    /// The bytes of a file; one that is longer than a limit is an error.
    package static func read(_ path: String, atMost limit: Int = 1 << 20) throws(SystemError) -> [UInt8] {
        var bytes = ByteBuffer()
        let file = try FileDescriptor(path, for: .reading)
        while bytes.count <= limit, try file.read(into: &bytes, atMost: 1 << 14) > 0 {}
        guard bytes.count <= limit else { throw SystemError(EFBIG) }
        return bytes.bytes.array
    }
}
