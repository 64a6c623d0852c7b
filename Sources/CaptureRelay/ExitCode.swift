import Glibc

/// How the program ends; where several hold, the first of this list does.
enum ExitCode: Int32, Sendable {
    case interrupted = 130
    case usage = 2
    /// The Runtime API of Lambda does not do its part; no command ends like this.
    case failed = 1
    case undelivered = 4
    case quarantined = 3
    case success = 0

    /// Ends the process.
    func exit() -> Never { Glibc.exit(rawValue) }
}
