import Files
package import JSON

/// Writes one JSON row a line to a file or to standard output.
///
/// A file is appended to: rows of an earlier run are never overwritten.
package final class FileSink: Sink {
    package let layout = BatchLayout.lines

    private let path: String
    private var file: FileDescriptor?

    /// A sink that opens its file with the first batch; `-` is standard output.
    package init(path: String) {
        self.path = path
    }

    package func publish(_ body: Bytes, rows: Int) async throws(SinkError) {
        if file == nil { file = try open() }
        let size = path == "-" ? nil : file?.size
        do throws(SystemError) {
            try file?.write(body)
        } catch {
            if let size { file?.truncate(to: size) }
            throw .cannotWrite(path: path == "-" ? "standard output" : path, reason: "\(error)")
        }
    }

    package func finish() async throws(SinkError) {
        guard path != "-" else { return }
        do throws(SystemError) {
            try file?.synchronize()
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// A run that was killed while it wrote leaves half a row; the next row must not grow out of it.
    private func open() throws(SinkError) -> FileDescriptor {
        guard path != "-" else { return FileDescriptor(shared: 1) }
        do throws(SystemError) {
            let file = try FileDescriptor(path, for: .appending)
            if file.endsInsideLine {
                var lineBreak = ByteBuffer()
                lineBreak.append(0x0A)
                try file.write(lineBreak.bytes)
            }
            return file
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
    }
}
