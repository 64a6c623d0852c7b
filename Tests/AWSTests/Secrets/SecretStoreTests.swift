import HTTP
import JSON
import Synchronization
import TestSupport
import Testing

@testable import AWS

@Suite struct SecretStoreTests {
    private static let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:monitor-AbCdEf"
    private static let parameter = "arn:aws:ssm:ap-south-1:111122223333:parameter/prod/token"

    private struct Rig {
        let http: ScriptedHTTP
        let waiting = NoWaiting()
        let keys = FixedKeys()
        let store: SecretStore

        init(_ steps: [ScriptedHTTP.Step], environment: [String: String] = [:]) {
            http = ScriptedHTTP(steps)
            let environment = AWSEnvironment { environment[$0] }
            let requests = SignedRequests(
                http: http, credentials: keys, maxAttempts: environment.maxAttempts,
                clock: SigningClock(machine: { S3Rig.time }), waiting: waiting)
            store = SecretStore(requests: requests, environment: environment)
        }

        func error(_ text: String) async -> SecretError? {
            do throws(SecretError) {
                guard let reference = try? SecretReference(text) else { return nil }
                _ = try await store.value(of: reference)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test func `A secret of Secrets Manager is fetched by a signed call`() async throws {
        let rig = Rig([.text(200, #"{"ARN":"x","SecretString":"hunter2"}"#)])
        #expect(try await rig.store.value(of: SecretReference(Self.secret)) == "hunter2")
        let request = rig.http.requests[0]
        #expect(request.method == "POST")
        #expect(request.url == "https://secretsmanager.eu-west-1.amazonaws.com/")
        #expect(request.fields["X-Amz-Target"] == "secretsmanager.GetSecretValue")
        #expect(request.fields["Content-Type"] == "application/x-amz-json-1.1")
        #expect(request.fields["authorization"]?.contains("/eu-west-1/secretsmanager/aws4_request") == true)
        #expect(request.body == Array(#"{"SecretId":"\#(Self.secret)"}"#.utf8))
    }

    @Test func `A parameter is fetched and decrypted`() async throws {
        let environment = ["AWS_ENDPOINT_URL_SSM": "http://127.0.0.1:4566"]
        let rig = Rig(
            [.text(200, #"{"Parameter":{"Name":"/prod/token","Value":"hunter2"}}"#)], environment: environment)
        #expect(try await rig.store.value(of: SecretReference(Self.parameter)) == "hunter2")
        let request = rig.http.requests[0]
        #expect(request.url == "http://127.0.0.1:4566/")
        #expect(request.fields["X-Amz-Target"] == "AmazonSSM.GetParameter")
        #expect(request.fields["authorization"]?.contains("/ap-south-1/ssm/aws4_request") == true)
        #expect(request.body == Array(#"{"Name":"\#(Self.parameter)","WithDecryption":true}"#.utf8))
    }

    @Test func `A secret is fetched once, and all its fields with it`() async throws {
        let rig = Rig([.text(200, #"{"SecretString":"{\"user\":\"relay\",\"password\":\"hunter2\",\"pin\":12}"}"#)])
        for (field, value) in [("user", "relay"), ("password", "hunter2"), ("pin", "12")] {
            #expect(try await rig.store.value(of: SecretReference("\(Self.secret)#\(field)")) == value)
        }
        #expect(rig.http.requests.count == 1)
    }

    @Test func `A secret that was refused is fetched anew, once for all who hold the old one`() async throws {
        let rig = Rig([
            .text(200, #"{"SecretString":"old"}"#), .text(200, #"{"SecretString":"new"}"#), .text(500),
        ])
        let reference = try SecretReference(Self.secret)
        #expect(try await rig.store.value(of: reference) == "old")
        rig.store.forget(reference, rejected: "old")
        #expect(try await rig.store.value(of: reference) == "new")
        rig.store.forget(reference, rejected: "old")
        #expect(try await rig.store.value(of: reference) == "new")
        #expect(rig.http.requests.count == 2)
    }

    @Test func `Any number of requests at once fetch a secret once`() async throws {
        let gate = HeldHTTP(.text(200, #"{"SecretString":"{\"token\":\"t\",\"other\":\"o\"}"}"#))
        let requests = SignedRequests(http: gate, credentials: FixedKeys(), waiting: NoWaiting())
        let store = SecretStore(requests: requests, environment: AWSEnvironment { _ in nil })
        let values = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                let field = number % 2 == 0 ? "token" : "other"
                group.addTask { try await store.value(of: SecretReference("\(Self.secret)#\(field)")) }
            }
            // All have begun when they have had the chance to, or come later: one request must do for either.
            for _ in 0..<100 { await Task.yield() }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values.sorted() == [String](repeating: "o", count: 10) + [String](repeating: "t", count: 10))
        #expect(gate.count == 1)
    }

    @Test func `Who waited for a call that failed hears of it, and the next call is a new one`() async throws {
        let gate = HeldHTTP(.text(403, #"{"__type":"AccessDeniedException"}"#))
        let requests = SignedRequests(http: gate, credentials: FixedKeys(), waiting: NoWaiting())
        let store = SecretStore(requests: requests, environment: AWSEnvironment { _ in nil })
        let faults = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await store.value(of: SecretReference(Self.secret))) == nil }
            }
            for _ in 0..<100 { await Task.yield() }
            gate.open()
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(faults == 8)
        let before = gate.count
        #expect((try? await store.value(of: SecretReference(Self.secret))) == nil)
        #expect(gate.count == before + 1)
    }

    @Test func `A failed call is no secret that is kept`() async throws {
        let rig = Rig([.text(403, #"{"__type":"AccessDeniedException"}"#), .text(200, #"{"SecretString":"x"}"#)])
        #expect(await rig.error(Self.secret) != nil)
        #expect(try await rig.store.value(of: SecretReference(Self.secret)) == "x")
    }

    @Test func `What may pass is tried again, and so is an answer that breaks off`() async throws {
        let rig = Rig([
            .text(400, #"{"__type":"ThrottlingException"}"#),
            .breaksOff(HTTPResponse(status: 200, body: Array("{".utf8)), TransferError(.broken)),
            .text(200, #"{"SecretString":"x"}"#),
        ])
        #expect(try await rig.store.value(of: SecretReference(Self.secret)) == "x")
        #expect(rig.waiting.waits.count == 2)
    }

    @Test func `A clock that is off and keys that have expired are put right`() async throws {
        let date: HTTPFields = ["Date": "Sat, 21 Nov 2026 12:00:00 GMT"]
        let late = #"{"__type":"InvalidSignatureException","message":"Signature expired: 1 is now earlier than 2"}"#
        let rig = Rig([
            .text(400, late, fields: date), .text(400, #"{"__type":"ExpiredTokenException"}"#),
            .text(200, #"{"SecretString":"x"}"#),
        ])
        #expect(try await rig.store.value(of: SecretReference(Self.secret)) == "x")
        #expect(
            rig.http.requests.map { $0.fields["x-amz-date"] } == ["20261121T100000Z"]
                + [String](repeating: "20261121T120000Z", count: 2))
        #expect(rig.keys.forgotten == ["AKIA0"])
    }

    @Test(arguments: [
        (
            secret, #"{"__type":"ResourceNotFoundException","Message":"no"}"#,
            "it is not there (ResourceNotFoundException); check the ARN and its region"
        ),
        (
            secret, #"{"__type":"com.amazon#AccessDeniedException","Message":"User is not authorized."}"#,
            "access is denied (AccessDeniedException: User is not authorized); grant secretsmanager:GetSecretValue on it, "
                + "and kms:Decrypt on its key"
        ),
        (
            parameter, #"{"__type":"AccessDeniedException","Message":"not authorized to perform: kms:Decrypt"}"#,
            "access is denied (AccessDeniedException: not authorized to perform: kms:Decrypt); grant kms:Decrypt on its key"
        ),
        (
            parameter, #"{"__type":"ParameterNotFound"}"#,
            "it is not there (ParameterNotFound); check the ARN and its region"
        ),
        (
            secret, #"{"__type":"UnrecognizedClientException","message":"The security token"}"#,
            "AWS does not know the access key (UnrecognizedClientException); check AWS_ACCESS_KEY_ID or that of the profile, "
                + "and the session token that belongs to it"
        ),
        (
            secret, #"{"__type":"InvalidRequestException","Message":"marked for deletion"}"#,
            "AWS refused (InvalidRequestException: marked for deletion)"
        ),
    ])
    func `A refusal is told with the secret, the code and what to do`(arn: String, body: String, words: String) async {
        #expect(await Rig([.text(400, body)]).error(arn)?.description == "the secret \(arn) cannot be read: \(words)")
    }

    @Test func `A code that stands in a field is read too`() async {
        let fields: HTTPFields = ["x-amzn-ErrorType": "ParameterVersionNotFound:http://internal.amazon.com/"]
        let error = await Rig([.text(400, "", fields: fields)]).error(Self.parameter)
        #expect(error?.description.hasSuffix("it has no such version (ParameterVersionNotFound)") == true)
    }

    @Test(arguments: [
        (#"{"SecretBinary":"aHVudGVyMg=="}"#, "", "it is kept as bytes"), (#"{"SecretString":""}"#, "", "it is empty"),
        ("hunter2", "", "what answered is not AWS"),
        (#"{"SecretString":"hunter2"}"#, "#key", "it is not a JSON object"),
        (#"{"SecretString":"{\"a\":\"hunter2\"}"}"#, "#key", "it has no field 'key'"),
        (#"{"SecretString":"{\"key\":[\"hunter2\"]}"}"#, "#key", "its field 'key' is not a text"),
        (#"{"SecretString":"{\"key\":\"\"}"}"#, "#key", "it is empty"),
    ])
    func `What is no secret is told without showing it`(body: String, field: String, words: String) async throws {
        let error = try #require(await Rig([.text(200, body)]).error(Self.secret + field))
        #expect(error.description.contains("cannot be read: \(words)"), "\(error)")
        #expect(!"\(error)".contains("hunter2"))
        #expect(!error.isTemporary)
    }

    @Test func `The message to a wrong signature is not told, since it repeats the session token`() async {
        let body = #"{"__type":"InvalidSignatureException","message":"x-amz-security-token:the-session-token"}"#
        let error = await Rig([.text(400, body)]).error(Self.secret)
        #expect(error?.description.contains("the signature does not match") == true)
        #expect(error?.description.contains("the-session-token") == false)
    }
}

/// A client that answers always the same, and nobody before it is opened.
private final class HeldHTTP: HTTPClient {
    private let state = Mutex((isOpen: false, count: 0, waiters: [CheckedContinuation<Void, Never>]()))
    private let step: ScriptedHTTP.Step

    init(_ step: ScriptedHTTP.Step) { self.step = step }

    /// How often it was asked.
    var count: Int { state.withLock { $0.count } }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        await withCheckedContinuation { waiter in
            let isOpen = state.withLock { state in
                state.count += 1
                if !state.isOpen { state.waiters.append(waiter) }
                return state.isOpen
            }
            if isOpen { waiter.resume() }
        }
        return try await ScriptedHTTP([step]).open(request)
    }
}
