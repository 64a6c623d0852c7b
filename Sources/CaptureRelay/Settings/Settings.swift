import AWS
import Relay

/// What the user set, read once at the start and checked as a whole.
struct Settings: Equatable, Sendable {
    /// How captures become rows.
    var mapping = MappingSettings()

    /// Where rows go.
    var sink = SinkChoice.file(path: "-")

    /// The most rows of a batch.
    var batchRows = 1000

    /// The most bytes of a batch.
    var batchBytes = 900_000

    /// The most batches in flight.
    var concurrency = 4

    /// The statuses after which a request is sent again.
    var retryStatuses = VerdictTable.usualRetryStatuses

    /// How long one batch is tried.
    var retryBudget = Duration.seconds(60)

    /// The file of certificate authorities for the monitor; unset, those that everything else is checked against.
    var monitorAuthorities: String?

    /// The longest line, in bytes.
    var lineLimit = 32 << 20

    /// The most bytes that one object may inflate to.
    var inflateLimit = 10 << 30

    /// Where progress is kept.
    var state: ShelfURL?

    /// Where lines in quarantine are kept.
    var quarantine: ShelfURL?

    /// The queue for what one invocation cannot finish.
    var continuationQueue: QueueURL?

    /// The share of an object's lines, from 0 to 1, that may go to quarantine before the object has failed.
    var quarantineLimit = 1.0

    /// How the keys begin that are relayed.
    var keyPrefix: String?

    /// How the keys end that are relayed.
    var keySuffix: String?

    /// How long before the deadline no more is taken on; unset, it depends on the time there is.
    var deadlineMargin: Duration?

    /// How the messages of a queue that failed are told.
    var queueFailures = QueueFailures.report

    /// What is said with every request to S3.
    var s3 = S3Options()

    /// AWS's own variables that the file of settings sets.
    var amazonVariables: [String: String] = [:]

    /// What AWS's own variables and files say, where it is known already that something will be asked of AWS.
    var amazon: AWSEnvironment?

    /// Where the captures lie that labels are joined with.
    var joinPlace: JoinPlace?

    /// The level from which messages are shown.
    var logLevel = LogLevel.info

    /// How the settings of the mapping were written.
    var mappingTexts: [SettingText] = []

    /// How those of labels were written.
    var labelTexts: [SettingText] = []

    /// What is strange in the settings, but stops nothing; each is a sentence for one line.
    var warnings: [String] = []

    /// What holds when nothing is set.
    init() {}

    /// Reads the settings from an environment, and from the file that the command line or `RELAY_ENV_FILE` names.
    ///
    /// In Lambda, standard output does not stand in for a sink, and folders do not last. A dry run sends nothing, so it
    /// may go without the names of columns. AWS's own variables are looked at only where it is known already that
    /// something will be asked of AWS.
    init(
        environment: [String: String],
        environmentFile: String? = nil,
        requiresSink: Bool = false,
        isDryRun: Bool = false,
        needsAmazon: Bool = false,
        readFile: @escaping SettingsReader.ReadFile = TextFile.read
    ) throws(SettingsError) {
        var reader = SettingsReader(environment: environment, environmentFile: environmentFile, readFile: readFile)
        reader.checkVariableNames()
        let sinkName = reader.sinkName(isRequired: requiresSink)
        mapping = reader.mapping(for: sinkName)
        mappingTexts = reader.mappingTexts(mapping)
        keyPrefix = reader.value(.keyPrefix)
        keySuffix = reader.value(.keySuffix)
        s3 = reader.s3Options()
        amazonVariables = reader.amazonVariables
        if let limit = reader.size(.lineLimit, atMost: 1 << 30) { lineLimit = limit }
        if let limit = reader.size(.inflateLimit, atMost: 1 << 50) { inflateLimit = limit }
        state = reader.state(inLambda: requiresSink)
        quarantine = reader.quarantine(inLambda: requiresSink)
        reader.checkShelves(state: state, quarantine: quarantine)
        continuationQueue = reader.continuationQueue()
        if let limit = reader.share(.quarantineLimit) { quarantineLimit = limit }
        sink = reader.sink(sinkName)
        if let sinkName, sinkName.isMonitor {
            monitorAuthorities = reader.monitorAuthorities()
            if sinkName != .openscale, !isDryRun { reader.requireColumns(for: sinkName, mapping) }
        }
        if sinkName == .openscale { reader.shapeForOpenScale(&mapping, sink) }
        joinPlace = reader.joinPlace(for: sinkName, &mapping)
        labelTexts = reader.labelTexts(mapping)
        if let rows = reader.count(.batchRows) { batchRows = rows }
        if let bytes = reader.size(.batchBytes, atMost: 1 << 30) { batchBytes = bytes }
        if let count = reader.count(.concurrency, atMost: SettingsReader.mostBatches) { concurrency = count }
        if let statuses = reader.retryStatuses() { retryStatuses = statuses }
        if let budget = reader.seconds(.retrySeconds, lessThan: 86_400, because: "a day") { retryBudget = budget }
        deadlineMargin = reader.seconds(.deadlineMargin, lessThan: 900, because: "the most that Lambda gives")
        if let failures = reader.word(.sqsFailures).flatMap(QueueFailures.init(rawValue:)) { queueFailures = failures }
        if let level = reader.logLevel() { logLevel = level }
        let keeps = [state, quarantine].contains { $0?.isInS3 ?? false }
        if needsAmazon || joinPlace?.isInS3 ?? false || !isDryRun && (sink.needsAmazon || keeps) {
            amazon = reader.amazonEnvironment()
        }
        warnings = reader.warnings
        guard reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
    }
}
