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

    /// Ends the process at once.
    ///
    /// Everything was written by now. What libraries would tidy up at an orderly exit may still be in use by libcurl's
    /// thread, which then breaks.
    func exit() -> Never { _exit(rawValue) }
}
