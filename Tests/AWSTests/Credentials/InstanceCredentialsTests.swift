import HTTP
import TestSupport
import Testing

@testable import AWS

struct InstanceCredentialsTests {
    private static let base = "http://169.254.169.254"

    private static func outcome(_ rig: CredentialRig) async -> String? {
        guard case .none(let tried)? = await rig.failure() else { return nil }
        return tried.last?.outcome
    }

    @Test func `An instance is asked for a session, its role and the role's keys`() async throws {
        let rig = CredentialRig([:], [.text(200, "session"), .text(200, "my role\n"), .keys("A")])
        #expect(await rig.failure() == nil)
        let requests = rig.http.requests
        let folder = "\(Self.base)/latest/meta-data/iam/security-credentials/"
        #expect(
            requests.map { "\($0.method) \($0.url)" } == [
                "PUT \(Self.base)/latest/api/token", "GET \(folder)", "GET \(folder)my",
            ])
        #expect(requests.map { $0.fields["x-aws-ec2-metadata-token"] } == [nil, "session", "session"])
        #expect(requests.first?.fields["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(requests.allSatisfy { $0.route == .machine && $0.connectTimeout == .seconds(1) })
    }

    @Test func `Without a session nothing more is asked`() async {
        let rig = CredentialRig([:], [.text(403)])
        #expect(await Self.outcome(rig) == "no session: HTTP 403")
        #expect(rig.http.requests.count == 1)
    }

    @Test(arguments: [TransferError.Fault.connectTimeout, .refused, .stalled, .unresolved])
    func `A machine that is no instance is not asked twice`(fault: TransferError.Fault) async {
        let rig = CredentialRig([:], [.fault(TransferError(fault))])
        #expect(await Self.outcome(rig) == "nobody answered: \(TransferError(fault))")
        #expect(rig.http.requests.count == 1)
    }

    @Test func `An instance can have no role`() async {
        #expect(await Self.outcome(CredentialRig([:], [.text(200, "s"), .text(404)])) == "the instance has no role")
    }

    @Test func `Metadata can be switched off, and be elsewhere`() async throws {
        let off = CredentialRig(["AWS_EC2_METADATA_DISABLED": "TRUE"])
        #expect(await Self.outcome(off) == "AWS_EC2_METADATA_DISABLED is true")
        #expect(off.http.requests.isEmpty)
        let elsewhere = CredentialRig(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:5000/"],
            [.text(200, "s"), .text(200, "r"), .keys("A")])
        _ = try await elsewhere.credentials()
        #expect(elsewhere.http.requests.first?.url == "http://127.0.0.1:5000/latest/api/token")
    }

    @Test(
        arguments: [
            ([.text(401)], "its role is not told: HTTP 401"),
            ([.text(200, "r"), .text(404)], "keys of the role r were refused: HTTP 404"),
            (
                [.text(200, "r"), .text(200, #"{"Code":"AssumeRoleUnauthorizedAccess","Message":"no"}"#)],
                "there are no keys of the role r: HTTP 200, AssumeRoleUnauthorizedAccess: no"
            ),
        ] as [([ScriptedHTTP.Step], String)])
    func `An instance that has a role and no keys says why`(steps: [ScriptedHTTP.Step], words: String) async {
        let rig = CredentialRig([:], [.text(200, "s")] + steps)
        #expect(await rig.words() == "the AWS credentials from instance metadata cannot be used: \(words)")
    }
}
