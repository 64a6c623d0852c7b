import Relay

extension Settings {
    /// Reads what it takes to list objects and to send messages, and nothing of a monitor.
    init(
        listingIn environment: [String: String],
        environmentFile: String?,
        readFile: @escaping SettingsReader.ReadFile = TextFile.read
    ) throws(SettingsError) {
        self.init()
        var reader = SettingsReader(environment: environment, environmentFile: environmentFile, readFile: readFile)
        reader.checkVariableNames()
        keyPrefix = reader.value(.keyPrefix)
        keySuffix = reader.value(.keySuffix)
        s3 = reader.s3Options()
        state = reader.state(inLambda: false)
        quarantine = reader.quarantine(inLambda: false)
        amazonVariables = reader.amazonVariables
        if let level = reader.logLevel() { logLevel = level }
        amazon = reader.amazonEnvironment()
        warnings = reader.warnings
        guard reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
    }
}
