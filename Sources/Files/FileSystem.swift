import Glibc

/// What there is to ask and to change about files besides their bytes.
package enum FileSystem {
    /// The path with all links followed; nothing where there is no such file.
    package static func realPath(_ path: String) -> String? {
        guard let real = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// The path from the root, with links followed where the file is there.
    package static func absolutePath(_ path: String) -> String {
        if let real = realPath(path) { return real }
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe "\(String(cString: folder))/\(path)"
    }

    /// What a symbolic link says; nothing where there is none.
    package static func linkTarget(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 1024)
        let count = unsafe readlink(path, &target, target.count)
        guard count > 0 else { return nil }
        return String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a path leads to a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names of what is in a folder, in no order.
    package static func names(in folder: String) throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(folder) else { throw .last }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes sure that a file is there and may be read, without opening it: a named pipe would wait for a writer.
    package static func checkReadable(_ path: String) throws(SystemError) {
        guard unsafe access(path, R_OK) == 0 else { throw .last }
    }

    /// Makes a folder and those above it, durably, where they are not there.
    package static func makeFolders(_ folder: String) throws(SystemError) {
        var path = ""
        for part in folder.split(separator: "/") {
            let above = path.isEmpty ? "/" : path
            path += "/\(part)"
            if unsafe mkdir(path, 0o700) == 0 {
                // A folder that may be written to, but not read, cannot be waited for.
                try? FileDescriptor(above, for: .reading).synchronize()
                continue
            }
            guard errno != EEXIST else { continue }
            let error = SystemError.last
            // A folder above that may not be written to can be there all the same.
            guard isFolder(path) else { throw error }
        }
    }

    /// What makes a file the same under another name; nothing where there is none.
    package struct Identity: Equatable, Sendable {
        private let device: UInt
        private let number: UInt

        init?(_ status: stat) {
            guard status.st_mode & S_IFMT == S_IFREG else { return nil }
            device = UInt(status.st_dev)
            number = UInt(status.st_ino)
        }
    }

    /// Where a file would be made that is not there, with the links to its folder followed; nothing where there is one.
    package static func newPath(_ path: String) -> String? {
        guard realPath(path) == nil else { return nil }
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { String(path[...$0]) } ?? "."
        return realPath(folder).map { "\($0)/\(slash.map { String(path[$0...].dropFirst()) } ?? path)" }
    }

    /// The identity of a regular file.
    package static func identity(_ path: String) -> Identity? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Identity(status) : nil
    }

    /// Makes sure that the numbers of the standard streams are taken.
    ///
    /// Whoever closed one would otherwise find rows or messages in the next file that is opened. Reading or writing the
    /// stream still fails.
    package static func occupyStandardDescriptors() {
        for number in 0...2 as ClosedRange<Int32> {
            var status = stat()
            guard unsafe fstat(number, &status) != 0, errno == EBADF else { continue }
            unsafe _ = open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// Removes a file, if it is there.
    package static func remove(_ path: String) throws(SystemError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw .last
    }

    /// Gives a file another name, durably and in place of the file that had it.
    package static func rename(_ path: String, to other: String) throws(SystemError) {
        guard unsafe Glibc.rename(path, other) == 0 else { throw .last }
        let folder = other.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(other[..<$0]) } ?? "."
        try FileDescriptor(folder.isEmpty ? "/" : folder, for: .reading).synchronize()
    }
}
