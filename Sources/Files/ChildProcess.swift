import CSystem
import Glibc

/// A command that runs beside this process, and what it writes; when nobody has it any more it is killed.
///
/// Nothing here waits: whoever has it looks from time to time.
package struct ChildProcess: ~Copyable {
    /// How a process ends.
    package enum Ending: Equatable, Sendable {
        case status(Int32)
        case signal(Int32)
    }

    /// What it wrote so far.
    package private(set) var output: [UInt8] = []
    /// What it complained of so far.
    package private(set) var complaints: [UInt8] = []
    /// Whether it wrote more than it should; it waits for ever then.
    package var hasWrittenTooMuch: Bool { output.count > limit || complaints.count > limit }

    private let number: pid_t
    private let limit: Int
    private let outputPipe: Pipe
    private let complaintPipe: Pipe
    private var ending: Ending?

    /// Starts a command as the shell reads it, in a group of its own and with nothing to read.
    package init(shell command: String, outputLimit: Int) throws(SystemError) {
        var output = try Pipe()
        var complaints = try Pipe()
        number = try Self.spawn(command, output, complaints)
        output.handOver()
        complaints.handOver()
        outputPipe = output
        complaintPipe = complaints
        limit = outputLimit
    }

    deinit {
        guard ending == nil else { return }
        kill(-number, SIGKILL)
        _ = waitpid(number, nil, 0)
    }

    /// Takes what it has written meanwhile; how it ended, once it has.
    package mutating func look() -> Ending? {
        if ending == nil {
            var status: Int32 = 0
            let found = unsafe waitpid(number, &status, WNOHANG)
            if found == number {
                ending = status & 0x7F == 0 ? .status(status >> 8 & 0xFF) : .signal(status & 0x7F)
            } else if found < 0, errno == ECHILD {
                // Where a parent has child processes ignored, nobody learns how one ended; what it wrote must tell.
                ending = .status(0)
            }
        }
        outputPipe.drain(into: &output, upTo: limit)
        complaintPipe.drain(into: &complaints, upTo: limit)
        return ending
    }

    private static func spawn(
        _ command: String, _ output: borrowing Pipe, _ complaints: borrowing Pipe
    ) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe output.replace(1, in: &actions)
        unsafe complaints.replace(2, in: &actions)

        // What this process does with signals is nothing to go by for another.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM] { unsafe sigaddset(&signals, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let texts = ["/bin/sh", "-c", command]
        var words = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { for index in texts.indices { unsafe free(words[index]) } }
        var number: pid_t = 0
        let code = unsafe posix_spawn(&number, "/bin/sh", &actions, &attributes, &words, relay_environment())
        guard code == 0 else { throw SystemError(code) }
        return number
    }
}
