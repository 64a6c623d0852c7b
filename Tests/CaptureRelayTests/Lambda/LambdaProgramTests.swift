import HTTP
import JSON
import Lambda
import Relay
import TestSupport
import Testing

@testable import CaptureRelay

/// A Lambda environment that answers from a script.
private final class Environment {
    let client: ScriptedHTTP
    private let kept = Shared<[String]>([])
    var lines: [String] { kept.value }
    var settings: Settings?

    init(_ steps: [ScriptedHTTP.Step]) {
        client = ScriptedHTTP(steps)
    }

    func run(_ variables: [String: String], isInterrupted: Bool = false) async -> ExitCode {
        let log = LambdaLog(
            format: LogFormat(variables), wallMilliseconds: { 0 }, output: { [kept] in kept.value.append($0) })
        let program = LambdaProgram(
            address: "127.0.0.1:9001", environment: variables, client: client, waiting: NoWaiting(), log: log,
            isInterrupted: { isInterrupted })
        return await program.run(readFile: reading([:])) { settings, log in
            self.settings = settings
            return EchoHandler(log: log)
        }
    }

    /// The problem that was posted when the program could not start.
    func initError() throws -> JSONValue {
        let request = try #require(client.requests.first)
        #expect(request.url.hasSuffix("/runtime/init/error"))
        return try JSONValue(parsing: String(decoding: request.body ?? [], as: UTF8.self))
    }
}

/// A handler that says what it got, to the log and to the caller.
private struct EchoHandler: InvocationHandler {
    let log: LambdaLog

    func handle(_ invocation: Lambda.Invocation) async -> InvocationAnswer {
        log.write(.info, "handled")
        return .success(invocation.event)
    }
}

@Suite struct LambdaProgramTests {
    private static let invocation = ScriptedHTTP.Step.text(
        200, "7", fields: ["Lambda-Runtime-Aws-Request-Id": "r-1", "Lambda-Runtime-Trace-Id": "t-1"])
    private static let gone = ScriptedHTTP.Step.fault(TransferError(.refused))

    @Test func `It serves until the Runtime API is gone, and ends with 0`() async {
        let environment = Environment([Self.invocation, .text(202), Self.gone])
        #expect(await environment.run(["RELAY_SINK": "file", "RELAY_BATCH_ROWS": "7"]) == .success)
        #expect(environment.settings?.batchRows == 7)
        #expect(environment.client.requests.map { $0.body } == [nil, [0x37], nil])
        #expect(
            environment.lines == [
                "INFO RequestId: r-1 handled\n",
                """
                INFO The Runtime API is gone, so this environment is at its end: nobody listens at that address

                """,
            ])
    }

    @Test func `With JSON logs, a line names the invocation`() async throws {
        let environment = Environment([Self.invocation, .text(202), Self.gone])
        _ = await environment.run(["RELAY_SINK": "file", "AWS_LAMBDA_LOG_FORMAT": "JSON"])
        let line = try JSONValue(parsing: try #require(environment.lines.first))
        #expect(line["requestId"] == .string("r-1"))
        #expect(line["traceId"] == .string("t-1"))
    }

    @Test func `A Runtime API that does not do its part is an error, and ends with 1`() async {
        let environment = Environment([.text(500, "down")])
        #expect(await environment.run(["RELAY_FILE": "-"]) == .failed)
        #expect(environment.lines == ["ERROR The Runtime API gave no invocation: it answered 500: down\n"])
    }

    @Test func `An answer that Lambda does not take is warned of with its invocation`() async {
        let environment = Environment([Self.invocation, .text(410), Self.gone])
        #expect(await environment.run(["RELAY_SINK": "file"]) == .success)
        #expect(environment.lines.contains { $0.hasPrefix("WARN RequestId: r-1 Lambda did not take the answer (410)") })
    }

    @Test func `Asked to stop, it ends with 0 and a line`() async {
        let environment = Environment([Self.invocation])
        #expect(await environment.run(["RELAY_SINK": "file"], isInterrupted: true) == .success)
        #expect(environment.client.requests.isEmpty)
        #expect(environment.lines == ["INFO The process was asked to stop, and no invocation is open\n"])
    }

    @Test func `All problems of the settings are posted in one message, and logged`() async throws {
        let environment = Environment([.text(202)])
        let variables = ["RELAY_BATCH_ROWS": "many", "RELAY_LINE_LIMIT": "long", "FIDDLER_TOKEN": "hidden-7391"]
        #expect(await environment.run(variables) == .usage)
        let error = try environment.initError()
        #expect(error["errorType"] == .string("Runtime.InvalidSettings"))
        let message = try #require(error["errorMessage"]?.string)
        for name in ["RELAY_BATCH_ROWS: ", "RELAY_LINE_LIMIT: ", "FIDDLER_URL: "] {
            #expect(message.contains(name))
            #expect(environment.lines.contains { $0.hasPrefix("ERROR \(name)") })
        }
        #expect(!message.contains("hidden-7391"))
        #expect(environment.settings == nil)
        #expect(environment.client.requests.count == 1)
    }

    @Test func `Without a sink it does not start`() async throws {
        let environment = Environment([.text(202)])
        #expect(await environment.run(["CAPTURE_INPUT_COLUMNS": "age"]) == .usage)
        let message = try environment.initError()["errorMessage"]?.string
        #expect(message?.hasPrefix("RELAY_SINK: is not set") == true)
        #expect(message?.contains("RELAY_SINK=file") == true)
    }

    @Test func `Without the settings file nothing is said of a sink that it may name`() async throws {
        let environment = Environment([.text(202)])
        #expect(await environment.run(["RELAY_ENV_FILE": "/none.env"]) == .usage)
        let message = try #require(try environment.initError()["errorMessage"]?.string)
        #expect(message.hasPrefix("RELAY_ENV_FILE: /none.env cannot be read"))
        #expect(!message.contains("RELAY_SINK"))
    }

    @Test(arguments: ["1", "10", "x"])
    func `A managed instance is refused in words`(concurrency: String) async throws {
        let environment = Environment([.text(202)])
        let variables = ["RELAY_SINK": "file", "AWS_LAMBDA_MAX_CONCURRENCY": concurrency]
        #expect(await environment.run(variables) == .usage)
        let error = try environment.initError()
        #expect(error["errorType"] == .string("Runtime.UnsupportedEnvironment"))
        #expect(error["errorMessage"]?.string?.hasPrefix("AWS_LAMBDA_MAX_CONCURRENCY is set") == true)
        #expect(environment.lines.count == 1)
    }

    @Test func `An empty concurrency is none`() async {
        let environment = Environment([Self.gone])
        #expect(await environment.run(["RELAY_SINK": "file", "AWS_LAMBDA_MAX_CONCURRENCY": ""]) == .success)
    }

    @Test func `A problem that cannot be posted is still logged, and said so`() async {
        let environment = Environment([.text(500), .text(500), .text(500)])
        #expect(await environment.run([:]) == .usage)
        #expect(environment.lines.first?.hasPrefix("ERROR RELAY_SINK: ") == true)
        #expect(environment.lines.last?.hasPrefix("ERROR The reason why the function cannot start") == true)
    }

    @Test func `Warnings of the settings are logged, from the level that is set`() async {
        let loud = Environment([Self.gone])
        _ = await loud.run(["RELAY_SINK": "file", "RELAY_COLOUR_OF_THE_SKY": "blue"])
        #expect(loud.lines.first?.hasPrefix("WARN RELAY_COLOUR_OF_THE_SKY: ") == true)
        let quiet = Environment([Self.gone])
        _ = await quiet.run(["RELAY_SINK": "file", "RELAY_COLOUR_OF_THE_SKY": "blue", "RELAY_LOG_LEVEL": "error"])
        #expect(quiet.lines.isEmpty)
    }

    @Test func `It runs where Lambda says where it is and no command is given`() {
        let environment = ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001"]
        #expect(LambdaProgram.address(environment, arguments: []) == "127.0.0.1:9001")
        #expect(LambdaProgram.address(environment, arguments: ["my.handler"]) == "127.0.0.1:9001")
        #expect(LambdaProgram.address(environment, arguments: ["replay"]) == nil)
        #expect(LambdaProgram.address(environment, arguments: ["--version"]) == nil)
        #expect(LambdaProgram.address(environment, arguments: ["replay", "x"]) == nil)
        #expect(LambdaProgram.address(["AWS_LAMBDA_RUNTIME_API": ""], arguments: []) == nil)
        #expect(LambdaProgram.address([:], arguments: []) == nil)
    }
}
