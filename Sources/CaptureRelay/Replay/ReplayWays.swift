import AWS
import Relay

/// What a command that relays objects reads from and leads to.
struct ReplayWays {
    /// Where objects in S3 are.
    let amazon: DeferredObjectStore
    /// Where rows and lines go.
    let ends: PipelineEnds
    /// Where progress is kept, if it is.
    var progress: ProgressSettings?
    /// Where the captures lie that labels are joined with, if they are.
    var captures: CaptureSource?

    /// What the settings and the arguments say; a dry run shows what it would send and keeps nothing.
    init(_ arguments: ReplayArguments, _ settings: Settings, _ environment: [String: String], _ console: Console) {
        // AWS's files are not even looked at where nothing lies there.
        let known = settings.amazon.map { _ in AmazonAccess(environment, settings) }
        self.init(
            settings, environment, console, known, isDryRun: arguments.isDryRun, startsAgain: arguments.ignoresProgress)
    }

    /// What the settings say, with the access to AWS that there is already.
    init(
        _ settings: Settings, _ environment: [String: String], _ console: Console, _ known: AmazonAccess?,
        isDryRun: Bool = false, startsAgain: Bool
    ) {
        let access = { known ?? AmazonAccess(environment, settings) }
        let monitor = MonitorAccess(settings, known, environment: environment)
        let shelves = ShelfAccess(settings, access)
        captures = settings.captureSource(access)
        amazon = DeferredObjectStore { () throws(SettingsError) in
            let amazon = access()
            try amazon.check()
            return S3ObjectStore(client: amazon.objects, overwritten: .failed)
        }
        let show: @Sendable (String) -> Void = { StandardStream.output.write($0 + "\n") }
        let sink = isDryRun ? monitor.dryRun(show: show) : monitor.sink()
        var ends = PipelineEnds(
            sink: sink,
            quarantine: isDryRun ? nil : shelves.quarantine(in: RequestContext()), log: console)
        ends.labelSink =
            isDryRun ? monitor.dryRunOfLabels(beside: sink, show: show) : monitor.labelSink(beside: sink)
        ends.streak = monitor.streak
        ends.labelStreak = monitor.labelStreak
        self.ends = ends
        guard !isDryRun else { return }
        progress = shelves.progress(in: RequestContext(), startsAgain: startsAgain)
    }

    /// What the pipeline that leads there needs to know; rows on a terminal leave no room for a progress line.
    func pipelineSettings(_ settings: Settings, _ console: Console, isDryRun: Bool = false) -> PipelineSettings {
        if settings.rowsPath(isDryRun: isDryRun) == "-", StandardStream.output.isTerminal {
            console.showsProgress = false
        }
        var settings = settings.pipeline
        settings.progress = progress
        settings.captureSource = captures
        if isDryRun { settings.requiresColumns = false }
        return settings
    }

    /// Ways that are there already.
    init(amazon: DeferredObjectStore, ends: PipelineEnds, progress: ProgressSettings? = nil) {
        self.amazon = amazon
        self.ends = ends
        self.progress = progress
    }
}
