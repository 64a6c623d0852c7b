import Files
import HTTP
import TestSupport
import Testing

@testable import AWS

struct ProfileCredentialsTests {
    private static let arn = "arn:aws:iam::111122223333:role/reader"

    /// A chain that works with the profile `p` and a file of settings.
    private static func rig(
        _ config: String, profile: String = "p", keys: String = "", more: [String: String] = [:],
        _ steps: [ScriptedHTTP.Step] = [], command: Result<CommandOutcome, CommandError> = .failure(.interrupted)
    ) -> CredentialRig {
        let files = ["/h/.aws/config": config, "/h/.aws/credentials": keys, "/token": "web"]
        let variables = ["AWS_PROFILE": profile, "AWS_REGION": "eu-west-1"].merging(more) { $1 }
        return CredentialRig(variables, files: files, steps, command: command)
    }

    private static func form(_ request: HTTPRequest) -> String { String(decoding: request.body ?? [], as: UTF8.self) }

    @Test func `A profile has keys of its own`() async throws {
        let keys = "[p]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t\n"
        let expected = Credentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: "t")
        #expect(try await Self.rig("", keys: keys).credentials() == expected)
        #expect(try await Self.rig("[profile p]" + keys.dropFirst(3)).credentials() == expected)
    }

    @Test(arguments: [
        ("", "it is not in /h/.aws/credentials or /h/.aws/config"),
        ("[profile p]\nregion = x", "it has no aws_access_key_id, role_arn or credential_process"),
        ("[profile p]\naws_access_key_id = A", "profile 'p' has no aws_secret_access_key beside the other"),
        (
            "[profile p]\nrole_arn = r",
            "profile 'p' has role_arn and must have either source_profile or credential_source"
        ),
        (
            "[profile p]\nrole_arn = r\nsource_profile = q",
            "profile 'q', the source_profile of 'p', is not in /h/.aws/credentials or /h/.aws/config"
        ),
        (
            "[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\nregion = x",
            "profile 'q', the source_profile of 'p', has no keys"
        ),
        (
            "[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = p",
            "source_profile leads in a circle: p → q → p"
        ),
        ("[profile p]\nrole_arn = r\nsource_profile = p", "source_profile leads in a circle: p → p"),
        (
            "[profile p]\nrole_arn = r\nsource_profile = q\nmfa_serial = m\n[profile q]\naws_access_key_id = A",
            "profile 'p' asks for a one-time code (mfa_serial), which nobody is there to type; "
                + "run: eval \"$(aws configure export-credentials --profile p --format env)\""
        ),
        (
            "[profile p]\nsso_session = s\nsso_account_id = 1",
            "profile 'p' signs in with a browser; "
                + "run: eval \"$(aws configure export-credentials --profile p --format env)\""
        ),
        (
            "[profile p]\nrole_arn = r\ncredential_source = Moon",
            "credential_source of profile 'p' must be Environment, EcsContainer or Ec2InstanceMetadata"
        ),
        (
            "[profile p]\nrole_arn = r\ncredential_source = Environment",
            "the credential_source of profile 'p' has no keys: AWS_ACCESS_KEY_ID is not set"
        ),
        (
            "[profile p]\nrole_arn = r\nsource_profile = q\nduration_seconds = 5",
            "duration_seconds of profile 'p' must lie between 900 and 43200"
        ),
    ])
    func `A profile that leads nowhere says why`(config: String, reason: String) async {
        let rig = Self.rig(config)
        let attempt = CredentialError.Attempt(source: "profile 'p'", outcome: reason)
        let unset = CredentialError.Attempt(source: "environment", outcome: "AWS_ACCESS_KEY_ID is not set")
        #expect(await rig.failure() == .failed(attempt, before: [unset]))
        #expect(rig.http.requests.isEmpty)
    }

    @Test func `A role is asked for with the keys of another profile`() async throws {
        let rig = Self.rig(
            """
            [profile p]
            role_arn = \(Self.arn)
            source_profile = q
            external_id = a b+c
            role_session_name = me
            duration_seconds = 900
            """, keys: "[q]\naws_access_key_id = Q\naws_secret_access_key = s\naws_session_token = qt", [.role("R")])
        let credentials = try await rig.credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "R", secretAccessKey: "a&b", sessionToken: "t+t",
                    expiration: AmazonTime(iso8601: "2026-11-21T11:00:00Z")))
        let request = try #require(rig.http.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        #expect(request.route == .outside)
        #expect(
            Self.form(request)
                == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Freader"
                + "&RoleSessionName=me&ExternalId=a%20b%2Bc&DurationSeconds=900")
        #expect(
            request.fields["authorization"]?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=Q/20261121/eu-west-1/sts/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ") == true)
    }

    @Test func `Roles are asked for one after the other along a chain of profiles`() async throws {
        let rig = Self.rig(
            """
            [profile p]
            role_arn = arn:aws:iam::1:role/last
            source_profile = q
            [profile q]
            role_arn = arn:aws:iam::1:role/first
            source_profile = q
            aws_access_key_id = Q
            aws_secret_access_key = s
            """, [.role("FIRST"), .role("LAST")])
        #expect(try await rig.credentials().accessKeyID == "LAST")
        #expect(rig.http.requests.map { Self.form($0).contains("role%2Ffirst") } == [true, false])
        #expect(rig.http.requests.last?.fields["authorization"]?.contains("Credential=FIRST/") == true)
    }

    @Test func `A role is asked for with keys from the machine`() async throws {
        let rig = Self.rig(
            "[profile p]\nrole_arn = \(Self.arn)\ncredential_source = EcsContainer",
            more: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"], [.keys("C"), .role("R")])
        #expect(try await rig.credentials().accessKeyID == "R")
        #expect(rig.http.requests.last?.fields["authorization"]?.contains("Credential=C/") == true)
    }

    @Test func `A role is asked for with a token of the profile, and unsigned`() async throws {
        let rig = Self.rig("[profile p]\nrole_arn = \(Self.arn)\nweb_identity_token_file = /token", [.role("R")])
        #expect(try await rig.credentials().accessKeyID == "R")
        let request = try #require(rig.http.requests.first)
        #expect(Self.form(request).hasPrefix("Action=AssumeRoleWithWebIdentity&"))
        #expect(Self.form(request).hasSuffix("&RoleSessionName=capture-relay-1795255200&WebIdentityToken=web"))
        #expect(request.fields["authorization"] == nil)
    }

    @Test(arguments: [
        ("arn:aws:iam::1:role/r", "https://sts.us-east-1.amazonaws.com/"),
        ("arn:aws-cn:iam::1:role/r", "https://sts.cn-northwest-1.amazonaws.com.cn/"),
    ])
    func `Without a region STS is asked where the role is at home`(arn: String, url: String) async throws {
        let config = "[profile p]\nrole_arn = \(arn)\nweb_identity_token_file = /token"
        let rig = Self.rig(config, more: ["AWS_REGION": ""], [.role("R")])
        _ = try await rig.credentials()
        #expect(rig.http.requests.map(\.url) == [url])
    }

    @Test func `A command prints keys`() async throws {
        let json = #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t"}"#
        let rig = Self.rig(
            "[profile p]\ncredential_process = /bin/keys --for 'a #b' ; true",
            command: .success(CommandOutcome(.status(0), output: Array(json.utf8))))
        #expect(try await rig.credentials() == Credentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: "t"))
        #expect(rig.world.commands == ["/bin/keys --for 'a #b' ; true"])
    }

    @Test(
        arguments: [
            (
                .success(
                    CommandOutcome(.status(1), output: Array("SECRET".utf8), complaints: Array("no\nluck\n".utf8))),
                "ended with status 1: no; luck"
            ),
            (.success(CommandOutcome(.signal(9))), "was ended by signal 9"),
            (.success(CommandOutcome(.status(0), output: Array("SECRET".utf8))), "printed no JSON object"),
            (
                .success(CommandOutcome(.status(0), output: Array(#"{"AccessKeyId":"SECRET"}"#.utf8))),
                "printed keys without \"Version\": 1"
            ),
            (
                .success(CommandOutcome(.status(0), output: Array(#"{"Version":1,"AccessKeyId":"SECRET"}"#.utf8))),
                "failed: the answer lacks AccessKeyId or SecretAccessKey"
            ),
            (.failure(.tooSlow), "did not end in time and was stopped"),
            (.failure(.notStarted(SystemError(2))), "cannot be started: No such file or directory"),
        ] as [(Result<CommandOutcome, CommandError>, String)])
    func `A command that fails says why, and nothing that it printed`(
        outcome: Result<CommandOutcome, CommandError>, reason: String
    ) async {
        let words = await Self.rig("[profile p]\ncredential_process = x", command: outcome).words()
        #expect(
            words == "the AWS credentials from profile 'p' cannot be used: the credential_process of profile 'p' "
                + reason)
    }
}
