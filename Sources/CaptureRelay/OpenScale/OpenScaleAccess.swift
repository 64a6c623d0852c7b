import HTTP
import Relay

/// What the commands of `openscale` have of it: connections and tokens.
struct OpenScaleAccess {
    private let setup: OpenScaleSetup
    private let environment: [String: String]
    private let waiting = ClockWaiting { Interruption.isRequested }

    /// Access that begins with the first request.
    init(_ setup: OpenScaleSetup, _ environment: [String: String]) {
        self.setup = setup
        self.environment = environment
    }

    /// Runs a command, and prints to standard output what it tells.
    func run(_ arguments: OpenScaleArguments, _ console: Console) async -> ExitCode {
        switch arguments {
        case .list(let asJSON, _):
            return await ListCommand(
                instance: setup.instance, asJSON: asJSON, catalog: catalog, console: console, print: Console.print
            ).run()
        case .subscribe(let subscribe):
            let plan = SubscriptionPlan(
                arguments: subscribe, inputs: setup.settings.mapping.inputs,
                outputs: setup.settings.mapping.responseColumns,
                instance: setup.instance)
            guard !subscribe.isDryRun else {
                let preview = SubscriptionPreview(plan: plan, setup: setup, catalog: catalog)
                return Console.print(preview.text) ? .success : .undelivered
            }
            return await SubscribeCommand(
                plan: plan, setup: setup, catalog: catalog, console: console, waiting: waiting, print: Console.print
            ).run()
        }
    }

    private var catalog: OpenScaleCatalog {
        let settings = setup.settings
        let client = CurlClient(
            authorities: CertificateAuthorities([Variable.monitorCABundle.name]) { name in
                name == Variable.monitorCABundle.name ? settings.monitorAuthorities : environment[name]
            },
            interruption: ProcessSignals.source)
        let secrets = settings.amazon.map { _ in AmazonAccess(environment, settings).secrets }
        let tokens = OpenScaleTokens(
            setup.login, address: setup.address, client: client, secrets: secrets, waiting: waiting)
        return OpenScaleCatalog(
            address: setup.address, instance: setup.instance, login: setup.login, tokens: tokens, client: client,
            waiting: waiting, hiding: setup.keys?.secrets ?? [])
    }
}
