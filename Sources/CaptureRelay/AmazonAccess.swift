import AWS
import HTTP
import Relay

/// What the program has of AWS.
struct AmazonAccess {
    /// What AWS's own variables and files say.
    let surroundings: AWSEnvironment

    private let variable: @Sendable (String) -> String?
    private let settings: Settings

    /// Looks AWS's variables up where ours are: in the environment, and then in the file of settings; what was read of
    /// them already is not read again.
    init(_ environment: [String: String], _ settings: Settings) {
        let fileVariables = settings.amazonVariables
        let variable: @Sendable (String) -> String? = { name in
            if let value = environment[name], !value.isEmpty { return value }
            return fileVariables[name]
        }
        self.variable = variable
        self.settings = settings
        surroundings = settings.amazon ?? AWSEnvironment(variable)
    }

    /// What is wrong with AWS's variables, if anything is.
    func check() throws(SettingsError) {
        guard surroundings.problems.isEmpty else {
            throw SettingsError(
                problems: surroundings.problems.map { SettingsProblem(name: $0.name, sentence: $0.sentence) })
        }
    }

    /// What reads from S3; it keeps connections, keys and the regions of buckets for all that it reads.
    func client() -> S3Client {
        let waiting = ClockWaiting { Interruption.isRequested }
        let http = CurlClient(
            authorities: CertificateAuthorities(["AWS_CA_BUNDLE"], environment: variable),
            interruption: ProcessSignals.source)
        let requests = SignedRequests(
            http: http,
            credentials: CredentialChain(environment: variable, http: http, settings: surroundings, waiting: waiting),
            maxAttempts: surroundings.maxAttempts,
            waiting: waiting
        )
        return S3Client(requests: requests, environment: surroundings, options: settings.s3)
    }
}
