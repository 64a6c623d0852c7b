import AWS
import Glibc
import HTTP

/// Reads the secrets that ARNs name, as a setting such as `FIDDLER_TOKEN_ARN` does, and prints each or why it cannot be
/// read.
///
/// Keys, region and endpoints come from the environment.
@main
struct ReadSecret {
    static func main() async {
        let http = CurlClient()
        let surroundings = AWSEnvironment(variable)
        let requests = SignedRequests(
            http: http,
            credentials: CredentialChain(environment: variable, http: http, settings: surroundings),
            maxAttempts: surroundings.maxAttempts,
            waiting: ClockWaiting()
        )
        let store = SecretStore(requests: requests, environment: surroundings)
        for argument in CommandLine.arguments.dropFirst() {
            do {
                print(try await store.value(of: SecretReference(argument), context: RequestContext()))
            } catch {
                print("error: \(error)")
            }
        }
        // Whoever ends in an orderly way may take OpenSSL from under the client's thread.
        fflush(nil)
        _exit(0)
    }

    private static let variable: @Sendable (String) -> String? = { name in
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
