import Foundation
import JSON
import Testing

@Suite struct ProgramInterruptionTests {
    @Test(.timeLimit(.minutes(1)), arguments: [SIGINT, SIGTERM])
    func `A signal ends the run with 130, whole rows and a summary`(signal: Int32) async throws {
        try await withFolder { folder in
            let summary = folder.appending(path: "summary.json")
            let process = Program.prepared(
                Program.executable, ["replay", "--summary", summary.path, "-", "/never/reached"],
                Capture.settings.merging(["RELAY_BATCH_ROWS": "1"]) { $1 }, in: folder)
            let (input, output, messages) = (Pipe(), Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            process.standardError = messages
            try runUnblocked(process)
            // More than is looked at to tell what the source is, and less than would fill all the pipes.
            try input.fileHandleForWriting.write(contentsOf: Data(Capture.file(lines: 300).utf8))
            var rows = Data()
            while !rows.contains(UInt8(ascii: "\n")) {
                let chunk = output.fileHandleForReading.availableData
                try #require(!chunk.isEmpty, "it ended before its first row")
                rows += chunk
            }
            kill(process.processIdentifier, signal)
            // Whoever interrupts does not wait for the other end of the pipe: it stays open until the program is gone.
            rows += try output.fileHandleForReading.readToEnd() ?? Data()
            let words = String(decoding: try messages.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            try input.fileHandleForWriting.close()

            #expect(process.terminationReason == .exit && process.terminationStatus == 130)
            let ending = Ending(
                code: 130, diedOfSignal: false, output: String(decoding: rows, as: UTF8.self), messages: words)
            let count = try ending.rows().count
            let text = String(decoding: try Data(contentsOf: summary), as: UTF8.self)
            let told = try JSONValue(parsing: text)
            #expect(told["accepted"] == .number("\(count)"))
            #expect(told["failed"] == .number("2"))
            #expect(told["objectsDetail"]?.elements?.first?["reason"]?.string?.contains("nterrupted") == true)
            let unread = told["objectsDetail"]?.elements?.last
            #expect(unread?["uri"]?.string == "/never/reached")
            #expect(unread?["reason"]?.string?.contains("interrupted before it was read") == true)
            #expect(words.contains("nterrupted"))
        }
    }
    /// Starts a process that can be interrupted: the threads that tests run on block signals, and pass that on.
    private func runUnblocked(_ process: Process) throws {
        var (signals, before) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] { unsafe sigaddset(&signals, signal) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, &before)
        defer { unsafe _ = pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }
}
