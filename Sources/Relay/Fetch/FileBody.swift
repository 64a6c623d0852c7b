import Files
package import JSON

/// The bytes of an open file.
package final class FileBody: ObjectBody {
    private static let chunk = 256 * 1024

    private let file: FileDescriptor
    private let uri: String

    package private(set) var bytesRead = 0

    /// Opens a file.
    package init(path: String, uri: String) throws(FetchError) {
        do { file = try FileDescriptor(path, for: .reading) } catch {
            throw error.meansMissing ? .missing(uri: uri, path: path) : .unreadable(uri: uri, reason: "\(error)")
        }
        self.uri = uri
        guard !file.isFolder else { throw .notAFile(uri: uri, path: path) }
    }

    /// Reads what was opened with the process.
    package init(standardInput uri: String) {
        file = FileDescriptor(shared: 0)
        self.uri = uri
    }

    /// Whether it is a file that can be read again.
    package var isRegular: Bool { file.size != nil }

    /// Something that differs when the content does.
    package var signature: String { file.signature }

    package var version: String? { isRegular ? signature : nil }

    package func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        while true {
            // A signal that comes just before the read would not interrupt it, so that waiting is done in turns.
            while !file.waitUntilReadable(milliseconds: 200) {
                if Interruption.isRequested { throw .interrupted(uri: uri) }
            }
            do {
                let count = try file.read(into: &buffer, atMost: Self.chunk)
                bytesRead += count
                return count
            } catch {
                // A signal breaks a read; unless it was the user's, there is nothing to it.
                guard error.meansInterrupted else { throw .unreadable(uri: uri, reason: "\(error)") }
                if Interruption.isRequested { throw .interrupted(uri: uri) }
            }
        }
    }

    package func seek(to offset: Int) async throws(FetchError) -> Bool {
        guard let size = file.size, (0...size).contains(offset) else { return false }
        do { try file.seek(to: offset) } catch { throw .unreadable(uri: uri, reason: "\(error)") }
        return true
    }
}
