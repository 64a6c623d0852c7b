package import Files
import HTTP

/// A command that the shell runs for its output; one is run like this in tests too, where nothing is started.
package typealias CommandRunning =
    @Sendable (
        _ command: String, _ deadline: ContinuousClock.Instant?
    ) async throws(CommandError) -> CommandOutcome

/// What came of a command.
package struct CommandOutcome: Equatable, Sendable {
    /// How it ended.
    package let ending: ChildProcess.Ending
    /// What it wrote.
    package let output: [UInt8]
    /// What it complained of.
    package let complaints: [UInt8]

    /// An outcome.
    package init(_ ending: ChildProcess.Ending, output: [UInt8] = [], complaints: [UInt8] = []) {
        self.ending = ending
        self.output = output
        self.complaints = complaints
    }
}

/// Why a command has no outcome; a phrase that follows its name.
package enum CommandError: Error, Equatable, CustomStringConvertible {
    case notStarted(SystemError)
    case tooSlow
    case tooMuch
    case interrupted

    package var description: String {
        switch self {
        case .notStarted(let error): "cannot be started: \(error)"
        case .tooSlow: "did not end in time and was stopped"
        case .tooMuch: "wrote more than keys need and was stopped"
        case .interrupted: "was interrupted"
        }
    }
}

/// Runs commands.
enum Command {
    /// How long one may take, and how much it may write.
    private static let patience = Duration.seconds(60)
    private static let outputLimit = 1 << 16

    /// Runs commands and passes the time meanwhile.
    static func running(_ waiting: any Waiting) -> CommandRunning {
        { command, deadline throws(CommandError) in
            let end = min(waiting.now + patience, deadline ?? waiting.now + patience)
            var child = try start(command)
            while true {
                if let ending = child.look() {
                    guard !child.hasWrittenTooMuch else { throw .tooMuch }
                    return CommandOutcome(ending, output: child.output, complaints: child.complaints)
                }
                guard !child.hasWrittenTooMuch else { throw .tooMuch }
                guard waiting.now < end else { throw .tooSlow }
                guard await waiting.wait(.milliseconds(10)) else { throw .interrupted }
            }
        }
    }

    private static func start(_ command: String) throws(CommandError) -> ChildProcess {
        do { return try ChildProcess(shell: command, outputLimit: outputLimit) } catch { throw .notStarted(error) }
    }
}
