import Foundation

/// The real executable, which the build puts beside the tests.
enum Program {
    /// The repository's folder.
    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The sample events.
    static let events = repository.appending(path: "events")

    /// The settings for the sample events.
    static let sampleSettings = events.appending(path: "settings.env").path

    /// The executable, looked for upwards from the program that runs the tests.
    static let executable: URL = {
        let runners =
            [URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()]
            + CommandLine.arguments.filter { $0.contains(".xctest") || $0.hasPrefix("/") }.map { URL(filePath: $0) }
        for runner in runners {
            var folder = runner.deletingLastPathComponent()
            for _ in 0..<4 {
                let candidate = folder.appending(path: "capture-relay")
                let status = try? candidate.resourceValues(forKeys: [.isRegularFileKey])
                if status?.isRegularFile == true { return candidate }
                folder.deleteLastPathComponent()
            }
        }
        return repository.appending(path: ".build/debug/capture-relay")
    }()

    /// Runs the program to its end with nothing in its environment but what is said here.
    static func run(
        _ arguments: [String],
        _ environment: [String: String] = [:],
        input: Data = Data(),
        in folder: URL? = nil
    ) async throws -> Ending {
        try await start(executable, arguments, environment, input: input, in: folder)
    }

    /// Runs the program under a shell that first does something to its streams, such as `>&-`.
    static func run(
        _ arguments: [String],
        _ environment: [String: String] = [:],
        redirection: String
    ) async throws -> Ending {
        let command = ["-c", "exec \"$0\" \"$@\" \(redirection)", executable.path] + arguments
        return try await start(URL(filePath: "/bin/sh"), command, environment, input: Data(), in: nil)
    }

    /// Runs a script in which `relay` is the program, for streams that a shell makes.
    static func run(script: String, _ environment: [String: String] = [:], in folder: URL) async throws -> Ending {
        let command = ["-c", "relay() { \"$0\" replay \"$@\"; }; \(script)", executable.path]
        return try await start(URL(filePath: "/bin/bash"), command, environment, input: Data(), in: folder)
    }

    private static func start(
        _ executable: URL,
        _ arguments: [String],
        _ environment: [String: String],
        input: Data,
        in folder: URL?
    ) async throws -> Ending {
        try await withFolder { streams in
            let places = ["in", "out", "err"].map { streams.appending(path: $0) }
            try input.write(to: places[0])
            for place in places.dropFirst() { try Data().write(to: place) }
            let process = prepared(executable, arguments, environment, in: folder)
            process.standardInput = try FileHandle(forReadingFrom: places[0])
            process.standardOutput = try FileHandle(forWritingTo: places[1])
            process.standardError = try FileHandle(forWritingTo: places[2])
            try await runToEnd(process)
            return Ending(
                code: process.terminationStatus,
                diedOfSignal: process.terminationReason == .uncaughtSignal,
                output: String(decoding: try Data(contentsOf: places[1]), as: UTF8.self),
                messages: String(decoding: try Data(contentsOf: places[2]), as: UTF8.self)
            )
        }
    }

    /// A process that is ready to run but for its streams.
    static func prepared(
        _ executable: URL,
        _ arguments: [String],
        _ environment: [String: String],
        in folder: URL?
    ) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        process.currentDirectoryURL = folder
        return process
    }

    private static func runToEnd(_ process: Process) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}

/// Lends a new folder, which is removed afterwards.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let name = "program-\(UUID().uuidString)"
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
