import Glibc
package import JSON

/// An open file, closed when nobody has it any more.
package struct FileDescriptor: ~Copyable {
    /// What a file is opened for.
    package enum Purpose {
        case reading
        /// Behind what is there already; the file is made where there is none.
        case appending
        /// In place of what is there; the file is made where there is none, for its owner's eyes alone.
        case replacing
    }

    private let number: Int32
    private let isShared: Bool

    /// Opens a file.
    package init(_ path: String, for purpose: Purpose) throws(SystemError) {
        let flags: Int32 =
            switch purpose {
            case .reading: O_RDONLY
            case .appending: O_RDWR | O_CREAT | O_APPEND
            case .replacing: O_WRONLY | O_CREAT | O_TRUNC
            }
        var opened = unsafe open(path, flags | O_CLOEXEC, purpose == .replacing ? 0o600 : 0o644)
        if opened < 0, purpose == .appending { opened = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC) }
        guard opened >= 0 else { throw .last }
        number = opened
        isShared = false
    }

    /// A descriptor that belongs to the whole process, such as standard input, and stays open.
    package init(shared number: Int32) {
        self.number = number
        isShared = true
    }

    deinit {
        if !isShared { close(number) }
    }

    /// Whether it is a folder.
    package var isFolder: Bool {
        var status = stat()
        return unsafe fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether somebody looks at it on a terminal.
    package var isTerminal: Bool { isatty(number) == 1 }

    /// Appends at most so many bytes to a buffer; returns how many they were, zero at the end.
    package func read(into buffer: inout ByteBuffer, atMost limit: Int) throws(SystemError) -> Int {
        var error = SystemError(0)
        let count = unsafe buffer.append(upTo: limit) { room in
            let count = unsafe Glibc.read(number, room.baseAddress, room.count)
            if count < 0 { error = .last }
            return count
        }
        guard count >= 0 else { throw error }
        return count
    }

    /// Writes all bytes, however many calls it takes.
    package func write(_ bytes: Bytes) throws(SystemError) {
        let failure: SystemError? = unsafe bytes.withUnsafeMemory { memory in
            var written = 0
            while written < memory.count {
                let rest = unsafe UnsafeBufferPointer(rebasing: memory[written...])
                let count = unsafe Glibc.write(number, rest.baseAddress, rest.count)
                if count > 0 { written += count }
                if count < 0, errno != EINTR { return .last }
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Waits until what was written survives a loss of power; devices and pipes have nothing to wait for.
    package func synchronize() throws(SystemError) {
        guard fsync(number) != 0, errno != EINVAL, errno != EROFS else { return }
        throw .last
    }

    /// Whether the file's last line has no line break, as a writer leaves it that was killed.
    package var endsInsideLine: Bool {
        let size = lseek(number, 0, SEEK_END)
        var last: UInt8 = 0x0A
        return unsafe size > 0 && pread(number, &last, 1, size - 1) == 1 && last != 0x0A
    }
}
