import Files
import HTTP
import Synchronization
import TestSupport

@testable import AWS

/// A chain with an environment, files, commands and hosts that a test makes up, and a clock that it sets.
final class CredentialRig: Sendable {
    /// The time at which each test begins: 2026-11-21T10:00:00Z.
    static let start = 1_795_255_200

    let chain: CredentialChain
    let http: ScriptedHTTP
    let world: World
    let waiting = NoWaiting()

    /// What a test can change, and what it looks at afterwards.
    final class World: Sendable {
        private struct State {
            var now = CredentialRig.start
            var files: [String: String]
            var commands: [String] = []
        }

        private let state: Mutex<State>

        init(files: [String: String]) { state = Mutex(State(files: files)) }

        /// The time now.
        var now: AmazonTime { AmazonTime(seconds: state.withLock { $0.now }) }

        /// The commands that were run.
        var commands: [String] { state.withLock { $0.commands } }

        /// Lets time go by.
        func pass(_ seconds: Int) { state.withLock { $0.now += seconds } }

        /// Writes a file.
        func write(_ text: String, to path: String) { state.withLock { $0.files[path] = text } }

        fileprivate func note(_ command: String) { state.withLock { $0.commands.append(command) } }

        fileprivate func read(_ path: String) throws(SystemError) -> [UInt8] {
            guard let text = state.withLock({ $0.files[path] }) else { throw SystemError(2) }
            return Array(text.utf8)
        }
    }

    /// A chain; its commands all come to the same end.
    init(
        _ variables: [String: String] = [:],
        files: [String: String] = [:],
        _ steps: [ScriptedHTTP.Step] = [],
        command: Result<CommandOutcome, CommandError> = .failure(.interrupted)
    ) {
        let http = ScriptedHTTP(steps)
        let world = World(files: files)
        let variables = variables.merging(["HOME": "/h"]) { own, _ in own }
        let reading: FileReading = { path throws(SystemError) in try world.read(path) }
        self.http = http
        self.world = world
        chain = CredentialChain(
            environment: { variables[$0] }, http: http,
            settings: AWSEnvironment({ variables[$0] }, readFile: reading), now: { world.now }, waiting: waiting,
            readFile: reading,
            run: { line, _ throws(CommandError) in
                world.note(line)
                return try command.get()
            })
    }

    /// Keys, as whoever signs asks for them.
    func credentials() async throws(CredentialError) -> Credentials { try await chain.credentials(before: nil) }

    /// Why there are none; nothing where there are.
    func failure() async -> CredentialError? {
        do throws(CredentialError) { _ = try await credentials() } catch { return error }
        return nil
    }

    /// The words for why there are none, without those for the places before the one that failed.
    func words() async -> String {
        switch await failure() {
        case .failed(let attempt, _): "\(CredentialError.failed(attempt))"
        case let failure: failure.map { "\($0)" } ?? ""
        }
    }
}

extension ScriptedHTTP.Step {
    /// Keys as containers and instances hand them out, which last some seconds from the start of the test.
    static func keys(_ id: String, lasting seconds: Int = 3600) -> ScriptedHTTP.Step {
        keys(id, until: AmazonTime(seconds: CredentialRig.start + seconds).iso8601)
    }

    /// Keys with an end as it is written.
    static func keys(_ id: String, until end: String) -> ScriptedHTTP.Step {
        .text(
            200,
            #"{"Code":"Success","AccessKeyId":"\#(id)","SecretAccessKey":"secret","Token":"token","Expiration":"\#(end)"}"#
        )
    }

    /// Keys as STS answers with them.
    static func role(_ id: String) -> ScriptedHTTP.Step {
        .text(
            200,
            """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>a&amp;b</SecretAccessKey>
            <SessionToken>t&#x2B;t</SessionToken><Expiration>2026-11-21T11:00:00Z</Expiration>
            </Credentials></AssumeRoleResult></AssumeRoleResponse>
            """)
    }
}

extension AmazonTime {
    /// The time as answers have it.
    var iso8601: String {
        let digits = Array(stamp)
        func part(_ start: Int, _ end: Int) -> String { String(digits[start..<end]) }
        return "\(part(0, 4))-\(part(4, 6))-\(part(6, 11)):\(part(11, 13)):\(part(13, 16))"
    }
}
