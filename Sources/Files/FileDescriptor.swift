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
        /// Where there is none yet, not even a link; it is made for its owner's eyes alone.
        case creating
        /// To be locked; the file is made where there is none, and nothing is ever written to it.
        case locking
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
            case .creating: O_WRONLY | O_CREAT | O_EXCL
            case .locking: O_RDWR | O_CREAT | O_NOFOLLOW
            }
        var opened = unsafe open(path, flags | O_CLOEXEC, purpose == .appending ? 0o644 : 0o600)
        if opened < 0, errno == EACCES, purpose == .appending {
            opened = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
            // What is not there could not be made.
            if opened < 0, errno == ENOENT { errno = EACCES }
        }
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

    /// What makes it the same file under another name; nothing unless it is a regular file.
    package var identity: FileSystem.Identity? {
        var status = stat()
        return unsafe fstat(number, &status) == 0 ? FileSystem.Identity(status) : nil
    }

    /// Something that differs when the content does: size and time of a file, else the process and the time now.
    package var signature: String {
        var status = stat()
        guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            var now = timespec()
            unsafe clock_gettime(CLOCK_REALTIME, &now)
            return "\(getpid())-\(now.tv_sec).\(now.tv_nsec)"
        }
        return "\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    /// Waits a moment for something to read; whether there is, which may be the end or an error.
    ///
    /// A signal ends the waiting, but does not make anything readable.
    package func waitUntilReadable(milliseconds: Int32) -> Bool {
        var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        let count = unsafe poll(&request, 1, milliseconds)
        return count > 0 || count < 0 && errno != EINTR
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
        let failure = unsafe bytes.withUnsafeMemory { memory in unsafe write(memory) }
        if let failure { throw failure }
    }

    /// Writes all bytes of an array.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        let failure = unsafe bytes.withUnsafeBufferPointer { memory in unsafe write(memory) }
        if let failure { throw failure }
    }

    private func write(_ memory: UnsafeBufferPointer<UInt8>) -> SystemError? {
        var written = 0
        while written < memory.count {
            let rest = unsafe UnsafeBufferPointer(rebasing: memory[written...])
            let count = unsafe Glibc.write(number, rest.baseAddress, rest.count)
            if count > 0 { written += count }
            if count < 0, errno != EINTR { return .last }
        }
        return nil
    }

    /// Waits until what was written survives a loss of power; devices and pipes have nothing to wait for.
    package func synchronize() throws(SystemError) {
        guard fsync(number) != 0, errno != EINVAL, errno != EROFS else { return }
        throw .last
    }

    /// How long a regular file is; nothing for anything else.
    package var size: Int? {
        var status = stat()
        guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Goes to a place of a regular file, where reading goes on.
    package func seek(to offset: Int) throws(SystemError) {
        guard lseek(number, offset, SEEK_SET) >= 0 else { throw .last }
    }

    /// Locks the file against others who would lock it, without waiting; false where somebody else has locked it.
    ///
    /// The system takes the lock back when the file is closed, by a kill too.
    package func lock() throws(SystemError) -> Bool {
        while flock(number, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw .last }
        }
        return true
    }

    /// Takes back what was written behind a place, as far as that is possible.
    package func truncate(to size: Int) {
        _ = ftruncate(number, size)
    }

    /// Whether the file's last line has no line break, as a writer leaves it that was killed.
    package var endsInsideLine: Bool {
        let size = lseek(number, 0, SEEK_END)
        var last: UInt8 = 0x0A
        return unsafe size > 0 && pread(number, &last, 1, size - 1) == 1 && last != 0x0A
    }
}
