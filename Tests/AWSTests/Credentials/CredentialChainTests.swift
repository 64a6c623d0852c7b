import HTTP
import JSON
import Synchronization
import TestSupport
import Testing

@testable import AWS

struct CredentialChainTests {
    private static let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/keys"]

    @Test func `Nothing is asked before keys are wanted`() {
        let rig = CredentialRig(Self.container, [.keys("A")])
        #expect(rig.http.requests.isEmpty)
    }

    @Test func `Where there are no keys, every place is named with the reason`() async {
        let rig = CredentialRig([:], [.fault(TransferError(.connectTimeout))])
        guard case .none(let tried)? = await rig.failure() else { return #expect(Bool(false)) }
        #expect(
            tried.map { "\($0.source): \($0.outcome)" } == [
                "environment: AWS_ACCESS_KEY_ID is not set",
                "profile 'default': it is not in /h/.aws/credentials or /h/.aws/config",
                "web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set",
                "container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
                "instance metadata: nobody answered: \(TransferError(.connectTimeout))",
            ])
    }

    @Test func `The places are asked in their order`() async throws {
        var variables = Self.container
        variables["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/r"
        variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token"
        var files = ["/token": "t", "/h/.aws/credentials": "[default]\naws_access_key_id=P\naws_secret_access_key=s"]
        #expect(try await CredentialRig(variables, files: files).credentials().accessKeyID == "P")
        files["/h/.aws/credentials"] = nil
        #expect(try await CredentialRig(variables, files: files, [.role("W")]).credentials().accessKeyID == "W")
        variables["AWS_ACCESS_KEY_ID"] = "E"
        variables["AWS_SECRET_ACCESS_KEY"] = "s"
        #expect(try await CredentialRig(variables, files: files).credentials().accessKeyID == "E")
    }

    @Test func `A place that should have keys and fails is the end of the search`() async {
        let rig = CredentialRig(["AWS_ACCESS_KEY_ID": "A"].merging(Self.container) { $1 }, [.keys("B")])
        #expect(
            await rig.words() == "the AWS credentials from environment cannot be used: "
                + "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both or none")
        #expect(rig.http.requests.isEmpty)
    }

    @Test func `A place that fails is told with those before it`() async {
        let rig = CredentialRig(Self.container, [.text(403)])
        #expect(
            await rig.failure()?.description
                == "the AWS credentials from container cannot be used: they were refused: HTTP 403. "
                + "Before it: environment (AWS_ACCESS_KEY_ID is not set), profile 'default' (it is not in "
                + "/h/.aws/credentials or /h/.aws/config), web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set)")
    }

    @Test func `Empty variables are not set`() async throws {
        var variables = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "s"].merging(Self.container) { $1 }
        #expect(try await CredentialRig(variables, [.keys("A")]).credentials().accessKeyID == "A")
        variables["AWS_ACCESS_KEY_ID"] = "E"
        variables["AWS_SESSION_TOKEN"] = ""
        #expect(try await CredentialRig(variables).credentials().sessionToken == nil)
    }

    @Test(arguments: ["secret\n", "se cret", "sécret"])
    func `Keys that cannot stand in a request are refused without being shown`(secret: String) async {
        let rig = CredentialRig(["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": secret])
        let words = await rig.words()
        #expect(words.contains("a blank or a line break"))
        #expect(!words.contains(secret))
    }

    @Test func `Keys are kept until five minutes before they end`() async throws {
        let rig = CredentialRig(Self.container, [.keys("A"), .keys("B", lasting: 7200)])
        _ = try await rig.credentials()
        rig.world.pass(3299)
        #expect(try await rig.credentials().accessKeyID == "A")
        rig.world.pass(1)
        #expect(try await rig.credentials().accessKeyID == "B")
    }

    @Test func `Keys that are still good serve while new ones cannot be had`() async throws {
        let rig = CredentialRig(Self.container, [.keys("A"), .text(403), .text(403), .text(403)])
        _ = try await rig.credentials()
        rig.world.pass(3400)
        #expect(try await rig.credentials().accessKeyID == "A")
        // Whoever refused is not asked again at once.
        #expect(try await rig.credentials().accessKeyID == "A")
        #expect(rig.http.requests.count == 2)
        rig.world.pass(60)
        #expect(try await rig.credentials().accessKeyID == "A")
        #expect(rig.http.requests.count == 3)
        rig.world.pass(140)
        #expect(await rig.words().contains("HTTP 403"))
    }

    @Test func `Only the place that had keys is asked for new ones`() async throws {
        let gone = ScriptedHTTP.Step.fault(TransferError(.refused))
        let instance = [ScriptedHTTP.Step.text(200, "session"), .text(200, "role"), .keys("B")]
        let rig = CredentialRig(Self.container, [.keys("A"), gone, gone, gone] + instance)
        _ = try await rig.credentials()
        rig.world.pass(4000)
        guard case .none(let tried)? = await rig.failure() else { return #expect(Bool(false)) }
        #expect(tried.map(\.source) == ["container"])
        #expect(rig.http.stepsLeft == 3)
    }

    @Test(arguments: ["0001-01-01T00:00:00Z", "2026-11-21T10:00:00Z"])
    func `Keys whose end is over when they come are kept for a minute`(end: String) async throws {
        let rig = CredentialRig(Self.container, [.keys("A", until: end), .keys("B", until: end)])
        for _ in 0..<100 { #expect(try await rig.credentials().accessKeyID == "A") }
        rig.world.pass(59)
        #expect(try await rig.credentials().accessKeyID == "A")
        rig.world.pass(1)
        #expect(try await rig.credentials().accessKeyID == "B")
        #expect(rig.http.requests.count == 2)
    }

    @Test func `Keys that come with little time left are not asked for at each request`() async throws {
        let rig = CredentialRig(Self.container, [.keys("A", lasting: 200), .keys("B")])
        for _ in 0..<100 { #expect(try await rig.credentials().accessKeyID == "A") }
        rig.world.pass(60)
        #expect(try await rig.credentials().accessKeyID == "B")
    }

    @Test func `Keys that AWS refused are forgotten, and others are not`() async throws {
        let rig = CredentialRig(Self.container, [.keys("A"), .keys("B")])
        let first = try await rig.credentials()
        await rig.chain.forget(first)
        let second = try await rig.credentials()
        #expect(second.accessKeyID == "B")
        await rig.chain.forget(first)
        #expect(try await rig.credentials() == second)
        #expect(rig.http.requests.count == 2)
    }

    @Test func `Those who ask at the same time share one request`() async throws {
        let http = GatedHTTP()
        let chain = CredentialChain(
            environment: { Self.container[$0] }, http: http, settings: AWSEnvironment { _ in nil },
            now: { AmazonTime(seconds: CredentialRig.start) }, waiting: NoWaiting())
        async let first = chain.credentials(before: nil)
        async let second = chain.credentials(before: nil)
        async let third = chain.credentials(before: nil)
        while http.count == 0 { await Task.yield() }
        // Enough for the others to reach the chain.
        for _ in 0..<1000 { await Task.yield() }
        http.release()
        #expect(try await [first, second, third].map(\.accessKeyID) == ["A", "A", "A"])
        #expect(http.count == 1)
    }
}

/// A host that answers when it is allowed to.
private final class GatedHTTP: HTTPClient {
    private let state = Mutex((count: 0, isOpen: false))

    /// How many requests there were.
    var count: Int { state.withLock { $0.count } }

    /// Lets answers go.
    func release() { state.withLock { $0.isOpen = true } }

    func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        state.withLock { $0.count += 1 }
        while !state.withLock({ $0.isOpen }) { await Task.yield() }
        return try await ScriptedHTTP([.keys("A")]).open(request)
    }
}
