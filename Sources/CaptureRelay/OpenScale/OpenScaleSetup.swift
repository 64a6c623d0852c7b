import Relay

/// What the commands of `openscale` must know, read once and checked as a whole.
struct OpenScaleSetup: Equatable, Sendable {
    /// The names of the settings for the keys.
    static let keyNames =
        "\(Variable.sageMakerAccessKeyID.name), \(Variable.sageMakerSecretAccessKey.name) and "
        + Variable.sageMakerRegion.name

    /// What all commands share: trust, AWS's own variables, the level of messages.
    var settings = Settings()

    /// OpenScale's address, without a slash at its end.
    var address: String

    /// How OpenScale knows us.
    var login: OpenScaleLogin

    /// The instance.
    var instance: String

    /// The keys for a new service provider, if they are set.
    var keys: SageMakerKeys?

    /// What the service provider is called.
    var providerName = ""

    /// The lines that say where OpenScale is and who we are, without secrets.
    var addressLines: [String] = []

    /// The secrets that must be set beside these lines, by name.
    var secretNames = ""

    /// The settings of the mapping as they were written.
    var texts: [SettingText] = []
}

extension OpenScaleSetup {
    /// Reads what `list` needs, and what `subscribe` needs where that is asked for.
    init(
        _ arguments: OpenScaleArguments,
        environment: [String: String],
        readFile: @escaping SettingsReader.ReadFile = TextFile.read
    ) throws(SettingsError) {
        var reader = SettingsReader(
            environment: environment, environmentFile: arguments.environmentFile, readFile: readFile)
        reader.checkVariableNames()
        let access = reader.openscaleAccess()
        let instance = reader.openScaleInstance()
        var settings = Settings()
        settings.monitorAuthorities = reader.monitorAuthorities()
        settings.amazonVariables = reader.amazonVariables
        if let level = reader.logLevel() { settings.logLevel = level }
        if let login = access?.login, case .kept = login.secret { settings.amazon = reader.amazonEnvironment() }
        var keys: SageMakerKeys?
        if case .subscribe(let subscribe) = arguments {
            settings.mapping = reader.mapping(for: .openscale)
            keys = reader.sageMakerKeys(areNeeded: subscribe.provider == nil)
            reader.checkColumns(of: subscribe, settings.mapping)
        }
        let texts = reader.mappingLines()
        let lines = reader.openScaleAddressLines()
        let secrets = reader.openScaleSecretNames()
        settings.warnings = reader.warnings
        guard reader.problems.isEmpty, let access, let instance else {
            throw SettingsError(problems: reader.problems)
        }
        self.init(
            settings: settings, address: access.address, login: access.login, instance: instance, keys: keys)
        self.texts = texts
        addressLines = lines
        secretNames = secrets
        if case .subscribe(let subscribe) = arguments {
            providerName = subscribe.provider ?? keys.map { "Amazon SageMaker \($0.region)" } ?? ""
        }
    }
}
