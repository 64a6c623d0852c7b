import AWS
import Files
import JSON

/// Writes one JSON row a line to a file or to standard output.
///
/// A file is appended to: rows of an earlier run are never overwritten.
package actor FileSink: Sink {
    package nonisolated let layout = BatchLayout.lines

    private let path: String
    private var file: FileDescriptor?

    /// A sink that opens its file with the first batch; `-` is standard output.
    package init(path: String) {
        self.path = path
    }

    /// Rows stand in a file in the order of the object.
    package nonisolated var ceilings: SinkCeilings {
        var ceilings = SinkCeilings()
        ceilings.concurrency = 1
        ceilings.limitsRows = false
        ceilings.refusesRows = false
        return ceilings
    }

    package func send(_ shipment: Shipment) async -> Verdict {
        do throws(SinkError) {
            try write(shipment.body)
            return .accepted()
        } catch {
            return .stop(reason: error.description, .passing)
        }
    }

    package func secure() async throws(SinkError) {
        guard path != "-" else { return }
        do throws(SystemError) {
            try file?.synchronize()
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Writes all bytes or, as far as the system lets it, none.
    private func write(_ body: [UInt8]) throws(SinkError) {
        if file == nil { file = try open() }
        let size = path == "-" ? nil : file?.size
        do throws(SystemError) {
            try file?.write(body)
        } catch {
            if let size { file?.truncate(to: size) }
            throw .cannotWrite(path: path == "-" ? "standard output" : path, reason: "\(error)")
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
