import Glibc

/// A pipe from a child process to this one.
struct Pipe: ~Copyable {
    /// Where this process reads.
    private let reading: Int32
    /// Where the child writes; nothing once it has been handed over.
    private var writing: Int32?

    /// A pipe that no other process inherits.
    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .last }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        if let writing { close(writing) }
    }

    /// Makes the child write here instead of to one of its standard streams.
    func replace(_ stream: Int32, in actions: inout posix_spawn_file_actions_t) {
        if let writing { unsafe _ = posix_spawn_file_actions_adddup2(&actions, writing, stream) }
    }

    /// Leaves the end for writing to the child, so that the pipe ends with it.
    mutating func handOver() {
        if let writing { close(writing) }
        writing = nil
    }

    /// Takes what is there without waiting for more, up to a limit beyond which nothing is worth having.
    func drain(into bytes: inout [UInt8], upTo limit: Int) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            var request = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&request, 1, 0) > 0 else { return }
            let count = unsafe read(reading, &chunk, chunk.count)
            guard count > 0 else { return }
            bytes += chunk[..<count]
        }
    }
}
