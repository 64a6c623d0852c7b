import HTTP
import TestSupport
import Testing

@testable import AWS

struct ContainerCredentialsTests {
    private static func rig(_ variables: [String: String], _ steps: ScriptedHTTP.Step...) -> CredentialRig {
        CredentialRig(variables, files: ["/token": "Bearer x\n", "/bad": "a\r\nX-Evil: 1"], steps)
    }

    @Test func `The agent is asked on the machine's own route`() async throws {
        let rig = Self.rig(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/keys?id=1"], .keys("A"))
        let credentials = try await rig.credentials()
        #expect(credentials.secretAccessKey == "secret")
        #expect(credentials.sessionToken == "token")
        #expect(credentials.expiration?.seconds == CredentialRig.start + 3600)
        let request = try #require(rig.http.requests.first)
        #expect(request.url == "http://169.254.170.2/v2/keys?id=1")
        #expect(request.route == .machine)
        #expect(request.fields["authorization"] == nil)
    }

    @Test(arguments: [
        "http://localhost:1/k", "http://127.0.0.1/k", "http://127.1.2.3:8080/k", "http://[::1]/k",
        "http://169.254.170.2/k",
        "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/k", "https://keys.example/k",
    ])
    func `Keys are fetched from hosts that may have them`(url: String) async throws {
        let rig = Self.rig(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], .keys("A"))
        #expect(try await rig.credentials().accessKeyID == "A")
        #expect(rig.http.requests.map(\.url) == [url])
    }

    @Test(arguments: [
        "http://keys.example/k", "http://169.254.169.254/k", "http://127.0.0.1.example/k", "http://127.0.0.256/k",
        "http://127.0.0.1@keys.example/k", "http://localhost@127.0.0.1/k", "http://10.0.0.1/k", "http://127.1/k",
        "http://[fd00:ec2::24]/k", "ftp://localhost/k", "localhost/k",
    ])
    func `Keys are fetched from no other host`(url: String) async {
        let rig = Self.rig(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], .keys("A"))
        #expect(await rig.words().contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
        #expect(rig.http.requests.isEmpty)
    }

    @Test func `A path cannot name another host`() async {
        let rig = Self.rig(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@keys.example/"], .keys("A"))
        #expect(await rig.words().hasSuffix("must begin with a slash"))
        #expect(rig.http.requests.isEmpty)
    }

    @Test func `The token goes along, that of the file first`() async throws {
        var variables = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/k", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "plain",
        ]
        var rig = Self.rig(variables, .keys("A"))
        _ = try await rig.credentials()
        #expect(rig.http.requests.first?.fields["authorization"] == "plain")
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        rig = Self.rig(variables, .keys("A"))
        _ = try await rig.credentials()
        #expect(rig.http.requests.first?.fields["authorization"] == "Bearer x")
    }

    @Test(arguments: [
        ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\nb"], ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/bad"],
    ])
    func `A token with a line break is refused`(variables: [String: String]) async {
        let url = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/k"]
        let rig = Self.rig(url.merging(variables) { $1 }, .keys("A"))
        #expect(await rig.words().contains("line break"))
        #expect(rig.http.requests.isEmpty)
    }

    @Test func `A refusal says what the agent said`() async {
        let rig = Self.rig(
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"],
            .text(400, #"{"code":"InvalidId","message":"no such task"}"#))
        #expect(await rig.words().hasSuffix("they were refused: HTTP 400, InvalidId: no such task"))
    }

    @Test func `An agent that is busy is asked again`() async throws {
        let rig = Self.rig(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"], .text(500), .text(429), .keys("A"))
        #expect(try await rig.credentials().accessKeyID == "A")
    }

    @Test func `An agent that is not there is no failure`() async {
        let refused = ScriptedHTTP.Step.fault(TransferError(.refused))
        let variables = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k", "AWS_EC2_METADATA_DISABLED": "true"]
        let rig = Self.rig(variables, refused, refused, refused)
        guard case .none(let tried)? = await rig.failure() else { return #expect(Bool(false)) }
        #expect(
            tried.suffix(2).map(\.outcome) == [
                "nobody answered: \(TransferError(.refused))", "AWS_EC2_METADATA_DISABLED is true",
            ])
    }

    @Test(arguments: [
        ("<html>", "the answer is no JSON"),
        (#"{"AccessKeyId":"A"}"#, "the answer lacks AccessKeyId or SecretAccessKey"),
        (
            #"{"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"soon"}"#,
            "the end of the keys is not written like 2026-11-21T10:00:00Z"
        ),
    ])
    func `An answer without keys says what is wrong with it`(answer: String, words: String) async {
        let rig = Self.rig(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"], .text(200, answer))
        #expect(await rig.words() == "the AWS credentials from container cannot be used: \(words)")
    }
}
