import AWS
import HTTP
import Relay

/// What the program has of AWS.
enum AmazonAccess {
    /// Objects in S3, for a replay: one that was overwritten has failed.
    static func store(
        _ environment: [String: String], _ settings: Settings
    ) throws(SettingsError) -> any ObjectStore {
        S3ObjectStore(client: try client(environment, settings), overwritten: .failed)
    }

    /// What reads from S3; it keeps connections, keys and the regions of buckets for all that it reads.
    static func client(
        _ environment: [String: String], _ settings: Settings
    ) throws(SettingsError) -> S3Client {
        let fileVariables = settings.amazonVariables
        let variable: @Sendable (String) -> String? = { name in
            if let value = environment[name], !value.isEmpty { return value }
            return fileVariables[name]
        }
        let amazon = AWSEnvironment(variable)
        guard amazon.problems.isEmpty else {
            throw SettingsError(problems: amazon.problems.map { SettingsProblem(name: $0.name, sentence: $0.sentence) })
        }
        let isInterrupted: @Sendable () -> Bool = { Interruption.isRequested }
        let http = CurlClient(
            authorities: CertificateAuthorities(["AWS_CA_BUNDLE"], environment: variable),
            isInterrupted: isInterrupted)
        let requests = SignedRequests(
            http: http,
            credentials: CredentialChain(environment: variable, http: http, settings: amazon),
            maxAttempts: amazon.maxAttempts,
            waiting: ClockWaiting(isInterrupted: isInterrupted))
        return S3Client(requests: requests, environment: amazon, options: settings.s3)
    }
}
