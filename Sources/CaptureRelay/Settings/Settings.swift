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

    /// The longest line, in bytes.
    var lineLimit = 32 << 20

    /// The most bytes that one object may inflate to.
    var inflateLimit = 10 << 30

    /// The absolute path of the folder for lines in quarantine.
    var quarantineFolder: String?

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

    /// The level from which messages are shown.
    var logLevel = LogLevel.info

    /// What is strange in the settings, but stops nothing; each is a sentence for one line.
    var warnings: [String] = []

    /// What holds when nothing is set.
    init() {}

    /// Reads the settings from an environment, and from the file that the command line or `RELAY_ENV_FILE` names.
    ///
    /// Where a sink is required, standard output does not stand in for one. AWS's own variables are looked at only where
    /// it is known already that something will be asked of AWS.
    init(
        environment: [String: String],
        environmentFile: String? = nil,
        requiresSink: Bool = false,
        needsAmazon: Bool = false,
        readFile: @escaping SettingsReader.ReadFile = TextFile.read
    ) throws(SettingsError) {
        var reader = SettingsReader(environment: environment, environmentFile: environmentFile, readFile: readFile)
        reader.checkVariableNames()
        mapping = reader.mapping()
        keyPrefix = reader.value(.keyPrefix)
        keySuffix = reader.value(.keySuffix)
        s3 = reader.s3Options()
        amazonVariables = reader.fileValues.filter { $0.key.hasPrefix("AWS_") && Variable(rawValue: $0.key) == nil }
        if let limit = reader.size(.lineLimit, atMost: 1 << 30) { lineLimit = limit }
        if let limit = reader.size(.inflateLimit, atMost: 1 << 50) { inflateLimit = limit }
        quarantineFolder = reader.quarantineFolder()
        if let limit = reader.share(.quarantineLimit) { quarantineLimit = limit }
        sink = reader.sink(isRequired: requiresSink)
        if let rows = reader.count(.batchRows) { batchRows = rows }
        if let bytes = reader.size(.batchBytes, atMost: 1 << 30) { batchBytes = bytes }
        deadlineMargin = reader.seconds(.deadlineMargin, lessThan: 900)
        if let failures = reader.word(.sqsFailures).flatMap(QueueFailures.init(rawValue:)) { queueFailures = failures }
        if let level = reader.logLevel() { logLevel = level }
        reader.refuseUnbuilt()
        if needsAmazon { amazon = reader.amazonEnvironment() }
        warnings = reader.warnings
        guard reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
    }
}
