import AWS
import Files
import Glibc
import TestSupport
import Testing

struct AWSEnvironmentTests {
    /// An environment with files that are told by their paths.
    private static func environment(
        _ variables: [String: String], files: [String: String] = [:]
    ) -> AWSEnvironment {
        let reading: FileReading = { path throws(SystemError) in
            guard let text = files[path] else { throw SystemError(2) }
            return Array(text.utf8)
        }
        return AWSEnvironment({ variables[$0] }, readFile: reading)
    }

    private static func problems(_ variables: [String: String], files: [String: String] = [:]) -> [String] {
        environment(variables, files: files).problems.map { "\($0.name): \($0.sentence)" }
    }

    @Test func `Nothing is set`() {
        let environment = Self.environment([:])
        #expect(environment.region == nil)
        #expect(!environment.useFIPS)
        #expect(!environment.useDualStack)
        #expect(environment.maxAttempts == 3)
        #expect(environment.s3Endpoint == nil)
        #expect(environment.problems.isEmpty)
        #expect(environment.files.profileName == "default")
        #expect(environment.files.config == nil)
    }

    @Test func `An empty variable is not set`() {
        let names = [
            "AWS_REGION", "AWS_PROFILE", "AWS_MAX_ATTEMPTS", "AWS_USE_FIPS_ENDPOINT", "AWS_ENDPOINT_URL", "HOME",
            "AWS_CONFIG_FILE",
        ]
        let environment = Self.environment(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
        #expect(environment.problems.isEmpty)
        #expect(!environment.files.isProfileNamed)
        #expect(environment.files.config == nil)
    }

    @Test(arguments: [
        (["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"], "a"), (["AWS_DEFAULT_REGION": "b"], "b"), ([:], "c"),
        (["AWS_PROFILE": "p"], "d"), (["AWS_DEFAULT_PROFILE": "p"], "d"), (["AWS_PROFILE": "none"], nil),
    ])
    func `The region is the first that is named`(variables: [String: String], region: String?) {
        let files = ["/h/.aws/config": "[default]\nregion = c\n[profile p]\nregion = d\n"]
        #expect(Self.environment(variables.merging(["HOME": "/h"]) { $1 }, files: files).region == region)
    }

    @Test func `The files can be elsewhere, and the file of keys counts first`() {
        let environment = Self.environment(
            ["HOME": "/h", "AWS_CONFIG_FILE": "~/c", "AWS_SHARED_CREDENTIALS_FILE": "/k"],
            files: ["/h/c": "[default]\nregion = a\nmax_attempts = 5", "/k": "[default]\nregion = b"])
        #expect(environment.region == "b")
        #expect(environment.maxAttempts == 5)
    }

    @Test func `A profile says what the environment does not`() {
        let text = """
            [default]
            use_fips_endpoint = true
            use_dualstack_endpoint = TRUE
            max_attempts = 7
            endpoint_url = http://all:1/
            services = mine
            [services mine]
            s3 =
              endpoint_url = http://s3:2
            """
        let environment = Self.environment(["HOME": "/h", "AWS_MAX_ATTEMPTS": "2"], files: ["/h/.aws/config": text])
        #expect(environment.useFIPS)
        #expect(environment.useDualStack)
        #expect(environment.maxAttempts == 2)
        #expect(environment.s3Endpoint == "http://s3:2")
        #expect(environment.endpoint(for: .sqs, region: "us-east-1") == "http://all:1")
    }

    @Test func `A service's own endpoint counts before that of all, and neither when told so`() {
        var variables = ["AWS_ENDPOINT_URL": "http://All:1/base/", "AWS_ENDPOINT_URL_S3": "https://s3.example"]
        variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = "http://[::1]:2"
        let environment = Self.environment(variables)
        #expect(environment.s3Endpoint == "https://s3.example")
        #expect(environment.endpoint(for: .secretsManager, region: "us-east-1") == "http://[::1]:2")
        #expect(environment.endpoint(for: .sts, region: "us-east-1") == "http://all:1/base")
        variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        #expect(Self.environment(variables).s3Endpoint == nil)
    }

    @Test(arguments: [
        ("AWS_MAX_ATTEMPTS", "x", "must be a whole number, 1 or more"),
        ("AWS_MAX_ATTEMPTS", "0", "must be a whole number, 1 or more"),
        ("AWS_USE_FIPS_ENDPOINT", "yes", "must be true or false"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "1", "must be true or false"),
        ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "on", "must be true or false"),
        ("AWS_REGION", "evil.example/", "a region is written like us-east-1"),
        (
            "AWS_ENDPOINT_URL_S3", "localhost:9000",
            "an endpoint is written like http://localhost:9000, without a user and a query"
        ),
        (
            "AWS_ENDPOINT_URL", "http://me:secret@host/",
            "an endpoint is written like http://localhost:9000, without a user and a query"
        ),
    ])
    func `What cannot be read is said, once and without its value`(name: String, value: String, sentence: String) {
        #expect(Self.problems([name: value]) == ["\(name): \(sentence)"])
    }

    @Test func `All problems are said together, those of a profile with their place`() {
        let problems = Self.problems(
            ["HOME": "/h", "AWS_MAX_ATTEMPTS": "many"],
            files: ["/h/.aws/config": "[default]\nregion = EU\nendpoint_url = host"])
        #expect(
            problems.map { $0.split(separator: ":")[0] }
                == ["region of profile default", "AWS_MAX_ATTEMPTS", "endpoint_url of profile default"])
    }

    @Test(arguments: [
        (["AWS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"], "AWS_CA_BUNDLE"),
        (["SSL_CERT_FILE", "CURL_CA_BUNDLE"], "SSL_CERT_FILE"), (["CURL_CA_BUNDLE"], "CURL_CA_BUNDLE"),
    ])
    func `The file of certificate authorities that counts must be readable`(set: [String], name: String) {
        let variables = Dictionary(uniqueKeysWithValues: set.map { ($0, "/\($0).pem") })
        let probing: FileProbing = { path throws(SystemError) in
            if path == "/\(name).pem" { throw SystemError(2) }
        }
        let environment = AWSEnvironment({ variables[$0] }, probeFile: probing)
        #expect(
            environment.problems.map { "\($0.name): \($0.sentence)" } == [
                "\(name): the certificate authorities in /\(name).pem cannot be read: No such file or directory"
            ])
    }

    @Test func `A folder is no file of certificate authorities, and a file that is there is not read`() {
        #expect(AWSEnvironment({ ["AWS_CA_BUNDLE": "/"][$0] }).problems.map(\.name) == ["AWS_CA_BUNDLE"])
        #expect(AWSEnvironment({ ["AWS_CA_BUNDLE": "/dev/zero"][$0] }).problems.isEmpty)
    }

    @Test func `A file that cannot be read is a problem only where somebody named it`() {
        let reading: FileReading = { _ throws(SystemError) in throw SystemError(13) }
        #expect(AWSEnvironment({ ["HOME": "/h"][$0] }, readFile: reading).problems.isEmpty)
        let named = AWSEnvironment({ ["AWS_CONFIG_FILE": "/c"][$0] }, readFile: reading).problems
        #expect(named.map(\.name) == ["AWS_CONFIG_FILE"])
        #expect(named.first?.sentence == "/c cannot be read: Permission denied")
    }

    @Test(arguments: [
        (AWSService.s3, "eu-west-1", false, false, "s3.eu-west-1.amazonaws.com"),
        (.s3, "us-gov-west-1", true, true, "s3-fips.dualstack.us-gov-west-1.amazonaws.com"),
        (.s3, "cn-north-1", false, true, "s3.dualstack.cn-north-1.amazonaws.com.cn"),
        (.sts, "us-east-1", false, false, "sts.us-east-1.amazonaws.com"),
        (.sts, "us-east-1", true, true, "sts-fips.us-east-1.api.aws"),
        (.sts, "us-gov-east-1", true, false, "sts.us-gov-east-1.amazonaws.com"),
        (.sqs, "cn-northwest-1", false, true, "sqs.cn-northwest-1.api.amazonwebservices.com.cn"),
        (.ssm, "eusc-de-east-1", false, false, "ssm.eusc-de-east-1.amazonaws.eu"),
        (.ssm, "us-gov-west-1", true, true, "ssm-fips.us-gov-west-1.api.aws"),
        (.secretsManager, "us-east-1", true, false, "secretsmanager-fips.us-east-1.amazonaws.com"),
        (.secretsManager, "us-east-1", false, true, "secretsmanager.us-east-1.amazonaws.com"),
        (.secretsManager, "eusc-de-east-1", false, true, "secretsmanager.eusc-de-east-1.api.amazonwebservices.eu"),
        (.secretsManager, "us-iso-east-1", false, false, "secretsmanager.us-iso-east-1.c2s.ic.gov"),
    ])
    func `A service has a host in each region`(
        service: AWSService, region: String, useFIPS: Bool, useDualStack: Bool, host: String
    ) {
        let environment = Self.environment([
            "AWS_USE_FIPS_ENDPOINT": "\(useFIPS)", "AWS_USE_DUALSTACK_ENDPOINT": "\(useDualStack)",
        ])
        #expect(environment.endpoint(for: service, region: region) == "https://\(host)")
    }

    @Test func `A region tells how its hosts end`() {
        #expect(
            ["us-east-1", "cn-north-1", "eusc-de-east-1"].map(AWSEnvironment.domain) == [
                "amazonaws.com", "amazonaws.com.cn", "amazonaws.eu",
            ])
    }

    @Test(.timeLimit(.minutes(1)))
    func `A named pipe of authorities is not waited for`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("authorities")
        let made = unsafe mkfifo(path, 0o600)
        #expect(made == 0)
        #expect(AWSEnvironment { $0 == "AWS_CA_BUNDLE" ? path : nil }.problems.isEmpty)
    }
}
