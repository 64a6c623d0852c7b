import HTTP
import Relay
import TestSupport

@testable import CaptureRelay

/// The commands of `openscale` over an OpenScale in memory.
struct SubscribeRig {
    static let flags = [
        "--endpoint", "churn-endpoint", "--label", "churned", "--prediction", "predicted_label", "--probability",
        "score", "--problem", "binary",
    ]

    static let environment = [
        "OPENSCALE_URL": "https://openscale.example", "OPENSCALE_API_KEY": "api-key-of-memory",
        "OPENSCALE_INSTANCE_ID": "the-instance", "OPENSCALE_SAGEMAKER_ACCESS_KEY_ID": "AKIDOFSAGEMAKER",
        "OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY": "secret-of-sagemaker", "OPENSCALE_SAGEMAKER_REGION": "eu-west-1",
        "CAPTURE_INPUT_COLUMNS": "age,plan", "CAPTURE_OUTPUT_COLUMNS": "score,predicted_label",
        "CAPTURE_COLUMN_TYPES": "age:int,plan:string,predicted_label:int",
    ]

    let service = MemoryOpenScale()
    let output = Shared<String>("")
    let messages = Shared<[String]>([])
    let waiting = NoWaiting()

    /// All that was said.
    var words: String { messages.value.joined() }

    /// Runs a command line.
    func run(_ arguments: [String], _ environment: [String: String] = Self.environment) async throws -> ExitCode {
        guard case .openScale(let arguments) = try Invocation(["openscale"] + arguments) else {
            throw UsageError.commandMissing
        }
        let setup = try OpenScaleSetup(arguments, environment: environment)
        let tokens = OpenScaleTokens(setup.login, address: setup.address, client: service, waiting: waiting)
        let catalog = OpenScaleCatalog(
            address: setup.address, instance: setup.instance, login: setup.login, tokens: tokens, client: service,
            waiting: waiting, hiding: setup.keys?.secrets ?? [])
        let console = Console(showsProgress: false, output: { [messages] text in messages.change { $0.append(text) } })
        let print = { @Sendable [output] (text: String) in
            output.change { $0 += text }
            return true
        }
        switch arguments {
        case .list(let asJSON, _):
            return await ListCommand(
                instance: setup.instance, asJSON: asJSON, catalog: catalog, console: console, print: print
            ).run()
        case .subscribe(let subscribe):
            let plan = SubscriptionPlan(
                arguments: subscribe, inputs: setup.settings.mapping.inputs, outputs: setup.settings.mapping.outputs,
                instance: setup.instance)
            return await SubscribeCommand(
                plan: plan, setup: setup, catalog: catalog, console: console, waiting: waiting, print: print
            ).run()
        }
    }
}
