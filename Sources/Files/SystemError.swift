import Glibc

/// An error of a system call, which prints as the system's words for it.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The error's number.
    package let code: Int32

    /// An error by its number.
    package init(_ code: Int32) {
        self.code = code
    }

    /// The error of the last call that failed.
    package static var last: SystemError { SystemError(errno) }

    /// What is said of a folder that should be a file.
    package static let isFolder = SystemError(EISDIR)

    /// The system's words.
    package var description: String {
        guard let words = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: words)
    }

    /// Whether there is no such file.
    package var meansMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Whether a signal broke the call off.
    package var meansInterrupted: Bool { code == EINTR }

    /// Whether there is no room left, on the disk or of what one may use of it.
    package var meansNoRoom: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether the same call may succeed when it is made again, without anybody doing anything about it.
    package var isTemporary: Bool {
        [EINTR, EAGAIN, EBUSY, EMFILE, ENFILE, ENOMEM, ENOLCK, ESTALE, ETIMEDOUT].contains(code)
    }
}
