import Files
import JSON

/// What the replay asks of files besides reading them.
enum LocalFile {
    /// The folder `objects` beside an event file, or in the current folder for an event from standard input.
    static func objectsFolder(beside event: String) -> String? {
        var path = FileSystem.absolutePath(event == "-" ? "event" : event)
        // A pipe has nothing beside it.
        if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { path = FileSystem.absolutePath("event") }
        let parts = path.split(separator: "/").dropLast()
        let folder = "/" + (parts + ["objects"]).joined(separator: "/")
        return FileSystem.isFolder(folder) ? folder : nil
    }

    /// Why a file cannot be written, if so; it is made when it is not there.
    static func problemWriting(_ path: String) -> String? {
        do {
            _ = try FileDescriptor(path, for: .appending)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Writes a text in place of what the file holds; tells why not, if so.
    static func write(_ text: String, to path: String) -> String? {
        var bytes = ByteBuffer()
        bytes.append(text: text)
        do {
            let file = try FileDescriptor(path, for: .replacing)
            try file.write(bytes.bytes)
            try file.synchronize()
            return nil
        } catch {
            return "\(error)"
        }
    }
}
