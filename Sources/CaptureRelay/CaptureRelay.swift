import Files
import HTTP
import Relay

/// The program: reads the command line and the environment once, wires the stages and runs them.
@main
struct CaptureRelay {
    static func main() async {
        ProcessMemory.shareFreedRoom()
        FileSystem.occupyStandardDescriptors()
        ProcessSignals.install()
        let environment = ProcessEnvironment.read()
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let address = LambdaProgram.address(environment, arguments: arguments) {
            await serve(at: address, environment).exit()
        }
        let console = Console()
        let code = await run(arguments, environment, console)
        console.clearProgress()
        code.exit()
    }

    private static func serve(at address: String, _ environment: [String: String]) async -> ExitCode {
        let client = CurlClient(interruption: ProcessSignals.source)
        let program = LambdaProgram(address: address, environment: environment, client: client)
        return await program.run { settings, log in TriggerHandler(settings, environment, log: log) }
    }

    private static func run(_ arguments: [String], _ environment: [String: String], _ console: Console) async
        -> ExitCode
    {
        do throws(UsageError) {
            switch try Invocation(arguments) {
            case .version: return Console.print(Version.text) ? .success : .undelivered
            case .help(let topic): return Console.print(topic.text) ? .success : .undelivered
            case .replay(let arguments): return await replay(arguments, environment, console)
            case .backfill(let arguments): return await backfill(arguments, environment, console)
            case .openScale(let arguments): return await openScale(arguments, environment, console)
            }
        } catch {
            console.refuse([error.sentence], advice: error.advice)
            return .usage
        }
    }

    private static func replay(
        _ arguments: ReplayArguments,
        _ environment: [String: String],
        _ console: Console
    ) async -> ExitCode {
        do throws(SettingsError) {
            let settings = try Settings(
                environment: environment, environmentFile: arguments.environmentFile,
                isDryRun: arguments.isDryRun,
                needsAmazon: arguments.sources.contains(where: ObjectReference.isURL))
            begin(settings, console)
            let ways = ReplayWays(arguments, settings, environment, console)
            return await Replay(arguments, settings, console, ways).run()
        } catch {
            return refuse(error, console)
        }
    }

    private static func backfill(
        _ arguments: BackfillArguments,
        _ environment: [String: String],
        _ console: Console
    ) async -> ExitCode {
        do throws(SettingsError) {
            let file = arguments.environmentFile
            let settings =
                arguments.isRelayed
                ? try Settings(environment: environment, environmentFile: file, needsAmazon: true)
                : try Settings(listingIn: environment, environmentFile: file)
            begin(settings, console)
            let ways = BackfillWays(arguments, settings, environment, console)
            return await Backfill(arguments, settings, console, ways).run()
        } catch {
            return refuse(error, console)
        }
    }

    private static func openScale(
        _ arguments: OpenScaleArguments,
        _ environment: [String: String],
        _ console: Console
    ) async -> ExitCode {
        do throws(SettingsError) {
            let setup = try OpenScaleSetup(arguments, environment: environment)
            begin(setup.settings, console)
            return await OpenScaleAccess(setup, environment).run(arguments, console)
        } catch {
            return refuse(error, console)
        }
    }

    private static func begin(_ settings: Settings, _ console: Console) {
        console.level = settings.logLevel
        for warning in settings.warnings { console.write(.warning, warning) }
    }

    private static func refuse(_ error: SettingsError, _ console: Console) -> ExitCode {
        console.refuse(error.problems.map(\.description), advice: SettingsError.advice)
        return .usage
    }
}
