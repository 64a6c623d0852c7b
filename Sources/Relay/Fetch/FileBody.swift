import Glibc
package import JSON

/// The bytes of an open file.
package final class FileBody: ObjectBody {
    private static let chunk = 256 * 1024

    private let descriptor: Int32
    private let uri: String
    private let isShared: Bool

    package private(set) var bytesRead = 0

    /// Opens a regular file.
    package convenience init(path: String, uri: String) throws(FetchError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            guard code == ENOENT || code == ENOTDIR else { throw .unreadable(uri: uri, reason: systemMessage(code)) }
            throw .missing(uri: uri, path: path)
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw .notAFile(uri: uri, path: path)
        }
        self.init(descriptor: descriptor, uri: uri, isShared: false)
    }

    /// Reads what somebody else opened, such as standard input.
    package init(descriptor: Int32, uri: String, isShared: Bool) {
        self.descriptor = descriptor
        self.uri = uri
        self.isShared = isShared
    }

    deinit {
        if !isShared { close(descriptor) }
    }

    package func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        while true {
            var code: Int32 = 0
            let count = unsafe buffer.append(upTo: Self.chunk) { room in
                let count = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
                code = errno
                return count
            }
            if count >= 0 {
                bytesRead += count
                return count
            }
            guard code == EINTR, !Interruption.isRequested else {
                throw .unreadable(uri: uri, reason: systemMessage(code))
            }
        }
    }
}

/// The system's words for an error number.
package func systemMessage(_ code: Int32) -> String {
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
}
