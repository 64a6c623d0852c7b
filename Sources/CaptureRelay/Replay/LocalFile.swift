import Glibc
import Relay

/// What the replay asks of files besides reading them.
enum LocalFile {
    /// The path from the root, with links followed where the file is there.
    static func absolute(_ path: String) -> String {
        if let real = unsafe realpath(path, nil) {
            defer { unsafe free(real) }
            return unsafe String(cString: real)
        }
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe "\(String(cString: folder))/\(path)"
    }

    /// Whether a path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The folder `objects` beside an event file, or in the current folder for an event from standard input.
    static func objectsFolder(beside event: String) -> String? {
        let parts = absolute(event == "-" ? "event" : event).split(separator: "/").dropLast()
        let folder = "/" + (parts + ["objects"]).joined(separator: "/")
        return isFolder(folder) ? folder : nil
    }

    /// Why a file cannot be written, if so; it is made when it is not there.
    static func problemWriting(_ path: String) -> String? {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return systemMessage(errno) }
        close(descriptor)
        return nil
    }

    /// Writes a text in place of what the file holds; tells why not, if so.
    static func write(_ text: String, to path: String) -> String? {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return systemMessage(errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { memory in
                unsafe Glibc.write(descriptor, memory.baseAddress, memory.count)
            }
            guard count >= 0 || errno == EINTR else { return systemMessage(errno) }
            rest = rest.dropFirst(max(0, count))
        }
        return fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS ? nil : systemMessage(errno)
    }
}
