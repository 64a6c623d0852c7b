import AWS
import HTTP
import JSON
import Relay
import TestSupport
import Testing

/// What each service for tokens is asked, and what its answers mean.
@Suite struct OpenScaleLoginTests {
    private static let key = "a+b/c=d e&föö"

    private func word(
        _ step: ScriptedHTTP.Step, _ login: OpenScaleLogin = .cloud(apiKey: .text(Self.key)),
        retryStatuses: Set<Int> = VerdictTable.usualRetryStatuses
    ) async -> (word: String, text: String) {
        let tokens = OpenScaleTokens(
            login, address: "https://cpd.example", client: ScriptedHTTP([step]), retryStatuses: retryStatuses)
        do {
            return ("token", try await tokens.token())
        } catch {
            return (error.verdict.word, error.description)
        }
    }

    @Test func `IBM Cloud is asked as its own clients ask, with the key encoded`() async throws {
        let service = ScriptedHTTP([LoginService.token("one")])
        let tokens = OpenScaleTokens(
            .cloud(apiKey: .text(Self.key + "\n")), address: "https://openscale.example", client: service)
        let end = ContinuousClock.now + .seconds(3)
        #expect(try await tokens.token(RequestContext(deadline: end)) == "one")
        let request = try #require(service.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "https://iam.cloud.ibm.com/identity/token")
        #expect(
            request.fields == ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"])
        #expect(
            request.body.map { String(decoding: $0, as: UTF8.self) }
                == "grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey"
                + "&apikey=a%2Bb%2Fc%3Dd%20e%26f%C3%B6%C3%B6&response_type=cloud_iam")
        #expect(request.deadline == end)
    }

    @Test func `a user of Cloud Pak for Data shows a password or a key`() async throws {
        for (credential, name) in [
            (OpenScaleLogin.Credential.password(.text("pa\"ss ")), "password"), (.apiKey(.text("pa\"ss ")), "api_key"),
        ] {
            let service = ScriptedHTTP([.text(200, #"{"_messageCode_":"200","token":"zen"}"#)])
            let tokens = OpenScaleTokens(
                .cloudPak(username: "jörg", credential), address: "https://cpd.example/x",
                usesPreauth: name == "api_key",
                client: service)
            #expect(try await tokens.token() == "zen")
            let request = try #require(service.requests.first)
            #expect(request.method == "POST")
            #expect(request.url == "https://cpd.example/x/icp4d-api/v1/authorize")
            let body = try JSONValue(parsing: request.body ?? [])
            #expect(body.members?.map(\.key) == ["username", name])
            #expect(body["username"]?.string == "jörg")
            #expect(body[name]?.string == "pa\"ss ")
        }
    }

    @Test func `the first version takes the tokens of another place for a password`() async throws {
        let service = ScriptedHTTP([.text(200, #"{"accessToken":"zen","uid":"1"}"#)])
        let tokens = OpenScaleTokens(
            .cloudPak(username: "admin", .password(.text("password"))), address: "https://cpd.example",
            usesPreauth: true, client: service)
        #expect(try await tokens.token() == "zen")
        let request = try #require(service.requests.first)
        #expect(request.method == "GET")
        #expect(request.url == "https://cpd.example/v1/preauth/validateAuth")
        #expect(request.fields["Authorization"] == "Basic YWRtaW46cGFzc3dvcmQ=")
        #expect(request.body == nil)
    }

    @Test(arguments: [400, 401, 403, 422])
    func `a refused key is told in IBM's words, with the setting and without the key`(status: Int) async {
        let body =
            #"{"errorCode":"BXNIM0415E","errorMessage":"Provided API key a%2Bb%2Fc%3Dd%20e%26f%C3%B6%C3%B6 (\#(Self.key)) could not be found."}"#
        let (word, text) = await word(.text(status, body))
        #expect(word == "stop, lasting")
        #expect(
            text
                == "IBM Cloud IAM at iam.cloud.ibm.com answered \(status): Provided API key *** (***) could not be found.; "
                + "check OPENSCALE_API_KEY")
    }

    @Test func `a refused user is told too`() async {
        let login = OpenScaleLogin.cloudPak(username: "admin", .password(.text("password")))
        let (word, text) = await word(.text(401, #"{"message":"unauthorized"}"#), login)
        #expect(word == "stop, lasting")
        #expect(
            text == "Cloud Pak for Data at cpd.example answered 401: unauthorized; check OPENSCALE_USERNAME and "
                + "OPENSCALE_PASSWORD")
    }

    @Test(arguments: [
        (ScriptedHTTP.Step.text(503), "retry"), (.text(429, fields: ["Retry-After": "7"]), "retry after 7.0 seconds"),
        (.text(500), "retry"), (.fault(TransferError(.refused)), "retry"), (.fault(TransferError(.broken)), "retry"),
        (.fault(TransferError(.certificate)), "stop, lasting"), (.text(404), "stop, lasting"),
        (.text(302, fields: ["Location": "https://login.example/"]), "stop, lasting"), (.text(200, "{}"), "retry"),
        (.text(200, "<html><title>Sign in</title></html>"), "retry"), (.text(200, #"{"access_token":"a b"}"#), "retry"),
        (.text(200, #"{"access_token":""}"#), "retry"), (.fault(TransferError(.deadline)), "stop, deadline"),
    ])
    func `what is no refusal of the key is judged as ever`(step: ScriptedHTTP.Step, expected: String) async {
        #expect(await word(step).word == expected)
    }

    @Test(arguments: [
        (#"{"id_token":"hidden"}"#, ""), (#"{"access_token":{"value":"hidden"}}"#, ""), ("hidden", ""),
        (#""hidden""#, ""), (#"["hidden"]"#, ""), ("access_token=hidden", ""),
        (#"{"jwt":"hidden","message":"signed in"}"#, ": signed in"),
        ("<html><title>Sign in</title></html>", ": Sign in"),
    ])
    func `a token that is not where it is looked for is not told`(body: String, words: String) async {
        #expect(
            await word(.text(200, body)).text
                == "IBM Cloud IAM at iam.cloud.ibm.com answered 200, but not with a token\(words)")
    }

    @Test func `a status that the user wants retried is`() async {
        #expect(await word(.text(403), retryStatuses: [403]).word == "retry")
    }

    @Test func `a kept key is fetched once for many tokens, and again when it is refused`() async throws {
        let secrets = ScriptedHTTP([SinkRig.secret("key-1"), SinkRig.secret("key-2")])
        let service = ScriptedHTTP([LoginService.token("one"), .text(400), LoginService.token("two")])
        let tokens = OpenScaleTokens(
            .cloud(apiKey: .kept(try SecretReference(SinkRig.arn))), address: "https://openscale.example",
            client: service, secrets: SinkRig.store(secrets))
        #expect(try await tokens.token() == "one")
        #expect(try await tokens.token(insteadOf: "one") == "two")
        let keys = service.requests.map { String(decoding: $0.body ?? [], as: UTF8.self).contains("key-1") }
        #expect(keys == [true, true, false])
        #expect(secrets.requests.count == 2)
    }

    @Test func `the same key is not shown twice, and its place is told`() async throws {
        let secrets = ScriptedHTTP([SinkRig.secret("key-1"), SinkRig.secret("key-1")])
        let service = ScriptedHTTP([.text(400)])
        let tokens = OpenScaleTokens(
            .cloud(apiKey: .kept(try SecretReference(SinkRig.arn))), address: "https://openscale.example",
            client: service, secrets: SinkRig.store(secrets))
        do {
            _ = try await tokens.token()
            Issue.record("there was a token")
        } catch {
            #expect(error.description.hasSuffix("answered 400; check what is kept in \(SinkRig.arn)"))
        }
        #expect(service.requests.count == 1)
    }
}
