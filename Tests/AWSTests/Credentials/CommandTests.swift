import Files
import Foundation
import HTTP
import TestSupport
import Testing

@testable import AWS

/// Commands that are really run.
struct CommandTests {
    private static func run(
        _ command: String, _ waiting: any Waiting = ClockWaiting()
    ) async throws(CommandError) -> CommandOutcome {
        try await Command.running(waiting)(command, nil)
    }

    @Test func `A command is read by the shell, and its two streams are kept apart`() async throws {
        let outcome = try await Self.run("printf '%s' \"$((1 + 1))\"; echo no >&2; exit 3")
        #expect(outcome == CommandOutcome(.status(3), output: Array("2".utf8), complaints: Array("no\n".utf8)))
    }

    @Test func `A command has the environment of the process`() async throws {
        #expect(try await Self.run("[ -n \"$PATH\" ]").ending == .status(0))
    }

    @Test func `A command has nothing to read, and signals as usual, whatever the process has`() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            try folder.write("rows to relay", to: "input")
            close(0)
            let input = unsafe open(folder.path("input"), O_RDONLY)
            guard input == 0 else { exit(2) }
            signal(SIGPIPE, SIG_IGN)
            let outcome = try await Command.running(ClockWaiting())("cat; kill -PIPE $$", nil)
            guard outcome == CommandOutcome(.signal(SIGPIPE)) else { exit(1) }
        }
    }

    @Test func `More output than a pipe holds is read while the command writes`() async throws {
        #expect(try await Self.run("head -c 65536 /dev/zero").output.count == 65_536)
    }

    @Test func `A command that writes without end is stopped`() async throws {
        await #expect(throws: CommandError.tooMuch) { try await Self.run("cat /dev/zero") }
        await #expect(throws: CommandError.tooMuch) { try await Self.run("cat /dev/zero >&2") }
    }

    @Test func `A command that does not end is stopped, and what it started with it`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.path("group")
        let command = "echo $$ > '\(file).new'; mv '\(file).new' '\(file)'; sleep 1000 & sleep 1000"
        await #expect(throws: CommandError.tooSlow) { try await Self.run(command, UntilThere(file: file)) }
        let group = try #require(Int32(folder.text(of: "group")?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""))
        // Who was killed may take a moment to go.
        for _ in 0..<1000 where kill(-group, 0) == 0 { _ = await ClockWaiting().wait(.milliseconds(10)) }
        #expect(kill(-group, 0) == -1)
    }

    @Test func `A command is given a minute`() async throws {
        let waiting = NoWaiting()
        await #expect(throws: CommandError.tooSlow) { try await Self.run("sleep 1000", waiting) }
        #expect(waiting.waits.reduce(.zero, +) == .seconds(60))
    }
}

/// Time that stands still until a file is there, and has run out then.
private struct UntilThere: Waiting {
    let file: String
    private let start = ContinuousClock.now

    init(file: String) { self.file = file }

    var now: ContinuousClock.Instant {
        FileManager.default.fileExists(atPath: file) ? start + .seconds(3600) : start
    }

    func wait(_ duration: Duration) async -> Bool { await ClockWaiting().wait(.milliseconds(1)) }
}
