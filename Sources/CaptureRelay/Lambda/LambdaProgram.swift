import HTTP
import Lambda
import Relay

/// The program in AWS Lambda: checks where it is and what was set, and then serves one invocation after another.
///
/// Until the first invocation it talks to nobody but the Runtime API.
struct LambdaProgram {
    private static let concurrencyName = "AWS_LAMBDA_MAX_CONCURRENCY"

    private let environment: [String: String]
    private let api: RuntimeAPI
    private let log: LambdaLog
    private let isInterrupted: @Sendable () -> Bool

    /// A program that talks to the Runtime API at an address.
    init(
        address: String,
        environment: [String: String],
        client: any HTTPClient,
        waiting: (any Waiting)? = nil,
        log: LambdaLog? = nil,
        isInterrupted: @escaping @Sendable () -> Bool = { Interruption.isRequested },
        wallMilliseconds: @escaping @Sendable () -> Int = WallClock.milliseconds
    ) {
        self.environment = environment
        self.log = log ?? LambdaLog(format: LogFormat(environment))
        self.isInterrupted = isInterrupted
        api = RuntimeAPI(
            address: address,
            client: client,
            waiting: waiting ?? ClockWaiting(isInterrupted: isInterrupted),
            wallMilliseconds: wallMilliseconds
        )
    }

    /// Where the Runtime API is, if Lambda started the process and the command line asks for nothing else.
    ///
    /// A container image hands the name of its handler over, which means nothing here.
    static func address(_ environment: [String: String], arguments: [String]) -> String? {
        guard let address = environment["AWS_LAMBDA_RUNTIME_API"], !address.isEmpty else { return nil }
        let isHandler = arguments.count == 1 && !arguments[0].hasPrefix("-") && HelpTopic(command: arguments[0]) == nil
        return arguments.isEmpty || isHandler ? address : nil
    }

    /// Serves until Lambda has nothing more to do, or says at once why that is not possible.
    func run(
        readFile: @escaping SettingsReader.ReadFile = TextFile.read,
        makeHandler: (Settings, LambdaLog) -> any InvocationHandler
    ) async -> ExitCode {
        if let concurrency = environment[Self.concurrencyName], !concurrency.isEmpty {
            return await refuse(
                type: "Runtime.UnsupportedEnvironment",
                """
                \(Self.concurrencyName) is set: this is a Lambda managed instance, which gives one process several \
                invocations at once; this version takes one at a time. Run the function without a capacity provider
                """
            )
        }
        let settings: Settings
        do throws(SettingsError) {
            settings = try Settings(environment: environment, requiresSink: true, needsAmazon: true, readFile: readFile)
        } catch {
            return await refuse(type: "Runtime.InvalidSettings", error.description)
        }
        log.level = settings.logLevel
        for warning in settings.warnings { log.write(.warning, warning) }
        return await serve(NamingHandler(handler: makeHandler(settings, log), log: log))
    }

    private func serve(_ handler: NamingHandler) async -> ExitCode {
        let runtime = LambdaRuntime(api: api, isInterrupted: isInterrupted) { log.write(.warning, $0) }
        let ending = await runtime.run(handler)
        log.end()
        if case .failed = ending {
            log.write(.error, ending.description)
            return .failed
        }
        log.write(.info, ending.description)
        return .success
    }

    private func refuse(type: String, _ message: String) async -> ExitCode {
        for line in message.split(separator: "\n") { log.write(.error, String(line)) }
        do throws(RuntimeAPIError) {
            let verdict = try await api.send(initError: FunctionError(type: type, message: message))
            if let warning = verdict.warning { log.write(.warning, warning) }
        } catch {
            log.write(.error, error.description)
        }
        return .usage
    }
}

/// A handler whose log lines name the invocation.
private struct NamingHandler: InvocationHandler {
    let handler: any InvocationHandler
    let log: LambdaLog

    func handle(_ invocation: Lambda.Invocation) async -> InvocationAnswer {
        log.begin(invocation)
        return await handler.handle(invocation)
    }
}
