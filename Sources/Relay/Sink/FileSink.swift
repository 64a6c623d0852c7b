import Glibc
package import JSON

/// Writes one JSON row a line to a file or to standard output.
///
/// A file is appended to: rows of an earlier run are never overwritten.
package final class FileSink: Sink {
    package let layout = BatchLayout.lines

    private let path: String
    private var descriptor: Int32?

    /// A sink that opens its file with the first batch; `-` is standard output.
    package init(path: String) {
        self.path = path
        descriptor = path == "-" ? STDOUT_FILENO : nil
    }

    deinit {
        if let descriptor, descriptor != STDOUT_FILENO { close(descriptor) }
    }

    package func publish(_ body: Bytes, rows: Int) async throws(SinkError) {
        let descriptor = try open()
        guard let code = writeAll(body, to: descriptor) else { return }
        let name = path == "-" ? "standard output" : path
        throw .cannotWrite(path: name, reason: systemMessage(code))
    }

    package func finish() async throws(SinkError) {
        guard let descriptor, descriptor != STDOUT_FILENO, fsync(descriptor) != 0 else { return }
        let code = errno
        // Devices and pipes have nothing to make durable.
        guard code != EINVAL, code != EROFS else { return }
        throw .cannotWrite(path: path, reason: systemMessage(code))
    }

    private func open() throws(SinkError) -> Int32 {
        if let descriptor { return descriptor }
        let opened = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        let writable = opened >= 0 ? opened : unsafe Glibc.open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard writable >= 0 else { throw .cannotOpen(path: path, reason: systemMessage(errno)) }
        endTornLine(writable)
        descriptor = writable
        return writable
    }

    /// A run that was killed while it wrote leaves half a row; the next row must not grow out of it.
    private func endTornLine(_ descriptor: Int32) {
        let size = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0x0A
        guard size > 0, unsafe pread(descriptor, &last, 1, size - 1) == 1, last != 0x0A else { return }
        var lineBreak: UInt8 = 0x0A
        unsafe _ = write(descriptor, &lineBreak, 1)
    }
}

/// Writes all bytes, however many calls it takes; returns the error number if that fails.
func writeAll(_ bytes: Bytes, to descriptor: Int32) -> Int32? {
    unsafe bytes.withUnsafeMemory { memory in
        var written = 0
        while written < memory.count {
            let rest = unsafe UnsafeBufferPointer(rebasing: memory[written...])
            let count = unsafe write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
