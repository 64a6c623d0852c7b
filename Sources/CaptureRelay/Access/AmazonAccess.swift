import AWS
import HTTP
import Relay

/// What the program has of AWS: connections, keys, secrets and the regions of buckets, kept as long as it lives.
///
/// Nothing is asked of AWS before something is wanted of it.
struct AmazonAccess: Sendable {
    /// What gives keys.
    let credentials: CredentialChain
    /// What reads from S3 and writes to it.
    let objects: S3Client
    /// What fetches secrets.
    let secrets: SecretStore
    /// What sends messages to queues.
    let queues: QueueClient

    private let surroundings: AWSEnvironment

    /// Looks AWS's variables up where ours are: in the environment, and then in the file of settings; what was read of
    /// them already is not read again.
    init(_ environment: [String: String], _ settings: Settings) {
        let fileVariables = settings.amazonVariables
        let variable: @Sendable (String) -> String? = { name in
            if let value = environment[name], !value.isEmpty { return value }
            return fileVariables[name]
        }
        surroundings = settings.amazon ?? AWSEnvironment(variable)
        let waiting = ClockWaiting { Interruption.isRequested }
        let http = CurlClient(
            authorities: CertificateAuthorities(["AWS_CA_BUNDLE"], environment: variable),
            interruption: ProcessSignals.source)
        credentials = CredentialChain(environment: variable, http: http, settings: surroundings, waiting: waiting)
        let requests = SignedRequests(
            http: http, credentials: credentials, maxAttempts: surroundings.maxAttempts, waiting: waiting)
        objects = S3Client(requests: requests, environment: surroundings, options: settings.s3)
        secrets = SecretStore(requests: requests, environment: surroundings)
        queues = QueueClient(requests: requests, environment: surroundings)
    }

    /// What is wrong with AWS's variables, if anything is.
    func check() throws(SettingsError) {
        guard surroundings.problems.isEmpty else {
            throw SettingsError(
                problems: surroundings.problems.map { SettingsProblem(name: $0.name, sentence: $0.sentence) })
        }
    }
}
