import AWS
import HTTP
import Relay

/// What the program has of the monitor: connections and what it refused, kept for all that is sent.
struct MonitorAccess: Sendable {
    /// What the monitor refused so far.
    let streak = RefusalStreak()
    /// What it refused of labels.
    let labelStreak = RefusalStreak()

    private let settings: Settings
    private let amazon: AmazonAccess?
    private let client: CurlClient
    /// What OpenScale knows us by, kept for as long as it is good.
    private let tokens: OpenScaleTokens?

    /// Access that begins with the first batch; AWS is there where the sink needs it.
    init(_ settings: Settings, _ amazon: AmazonAccess?, environment: [String: String]) {
        self.settings = settings
        self.amazon = amazon
        let authorities = settings.monitorAuthorities
        client = CurlClient(
            authorities: CertificateAuthorities(["MONITOR_CA_BUNDLE"]) { name in
                name == "MONITOR_CA_BUNDLE" ? authorities : environment[name]
            },
            interruption: ProcessSignals.source)
        guard case .openscale(let openscale) = settings.sink else {
            tokens = nil
            return
        }
        tokens = OpenScaleTokens(
            openscale.login, address: openscale.address, usesPreauth: openscale.usesPreauth, client: client,
            retryStatuses: settings.retryStatuses, secrets: amazon?.secrets, waiting: Self.waiting)
    }

    private static var waiting: ClockWaiting { ClockWaiting { Interruption.isRequested } }

    /// The sink that the settings choose.
    func sink(in context: RequestContext = RequestContext()) -> any Sink {
        if let monitor = monitor(in: context) { return monitor }
        guard case .file(let path) = settings.sink else { return FileSink(path: "-") }
        return FileSink(path: path)
    }

    /// The sink for labels, if they have columns; a file takes them among the rows of inferences.
    func labelSink(beside sink: any Sink, in context: RequestContext = RequestContext()) -> (any Sink)? {
        guard settings.mapping.labels != nil else { return nil }
        return monitor(for: .labels, in: context) ?? sink
    }

    /// A sink that shows what would be sent: the requests to the monitor, or the rows.
    func dryRun(show: @escaping @Sendable (String) -> Void) -> any Sink {
        monitor(in: RequestContext()).map { DryRunSink($0, show: show) } ?? FileSink(path: "-")
    }

    /// The same for labels.
    func dryRunOfLabels(beside sink: any Sink, show: @escaping @Sendable (String) -> Void) -> (any Sink)? {
        guard settings.mapping.labels != nil else { return nil }
        return monitor(for: .labels, in: RequestContext()).map { DryRunSink($0, show: show) } ?? sink
    }

    private func monitor(for matter: Matter = .inferences, in context: RequestContext) -> (any MonitorSink)? {
        switch settings.sink {
        case .file: nil
        case .fiddler(let fiddler):
            FiddlerSink(
                fiddler, for: matter, client: client, retryStatuses: settings.retryStatuses, secrets: amazon?.secrets,
                credentials: amazon?.credentials, context: context)
        case .openscale(let openscale):
            tokens.map { tokens in
                OpenScaleSink(
                    openscale, settings.mapping.openscaleRecords(of: matter), tokens: tokens, client: client,
                    retryStatuses: settings.retryStatuses, context: context, waiting: Self.waiting)
            }
        case .endpoint(let endpoint):
            EndpointSink(
                endpoint, for: matter, client: client, retryStatuses: settings.retryStatuses, secrets: amazon?.secrets,
                context: context)
        }
    }
}

extension MappingSettings {
    /// What the records hold.
    fileprivate func openscaleRecords(of matter: Matter) -> OpenScaleRecords {
        switch matter {
        case .inferences: .payload(request: inputs.map(\.name), meta: aboutCapture, response: responseFields)
        case .labels: .feedback(fields: labelFields)
        }
    }
}
