import HTTP
import TestSupport
import Testing

@testable import AWS

/// What may pass is told from what stays, for keys as for objects.
@Suite struct HindranceTests {
    private static let container = [
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/keys", "AWS_EC2_METADATA_DISABLED": "true",
    ]
    private static let identity = ["AWS_ROLE_ARN": "arn:aws:iam::1:role/r", "AWS_WEB_IDENTITY_TOKEN_FILE": "/token"]

    private static let answers: [(ScriptedHTTP.Step, Hindrance)] = [
        (.text(503), .passing), (.text(429), .passing), (.text(403), .lasting),
        (.fault(TransferError(.stalled)), .passing), (.fault(TransferError(.deadline)), .deadline),
        (.fault(TransferError(.interrupted)), .interruption), (.fault(TransferError(.url)), .lasting),
    ]

    @Test(arguments: answers.indices)
    func `What keeps a container, an instance or STS from giving keys is told`(index: Int) async {
        let (step, hindrance) = Self.answers[index]
        let steps = Array(repeating: step, count: 3)
        let rigs = [
            CredentialRig(Self.container, steps), CredentialRig([:], steps),
            CredentialRig([:], [.text(200, "session")] + steps),
            CredentialRig([:], [.text(200, "session"), .text(200, "role")] + steps),
            CredentialRig(Self.identity, files: ["/token": "t"], steps),
        ]
        for rig in rigs { #expect(await rig.failure()?.hindrance == hindrance) }
    }

    @Test(arguments: [
        ("Throttling", Hindrance.passing), ("ExpiredTokenException", .passing), ("AccessDenied", .lasting),
    ])
    func `What STS refuses for now is told from what it refuses for good`(code: String, hindrance: Hindrance) async {
        let refusal = ScriptedHTTP.Step.text(400, "<Error><Code>\(code)</Code></Error>")
        let rig = CredentialRig(Self.identity, files: ["/token": "t"], [refusal, refusal, refusal])
        #expect(await rig.failure()?.hindrance == hindrance)
    }

    @Test(arguments: [
        (CommandError.tooSlow, Hindrance.passing), (.interrupted, .interruption), (.tooMuch, .lasting),
    ])
    func `What keeps a command from printing keys is told`(error: CommandError, hindrance: Hindrance) async {
        let rig = CredentialRig(
            [:], files: ["/h/.aws/config": "[default]\ncredential_process = keys"], command: .failure(error))
        #expect(await rig.failure()?.hindrance == hindrance)
    }

    @Test(arguments: [
        (Hindrance.lasting, false), (.passing, true), (.deadline, true), (.interruption, true),
    ])
    func `An object fails by what its keys fail by`(hindrance: Hindrance, isTemporary: Bool) async {
        let rig = S3Rig([])
        rig.keys.fail(with: .failed(.init(source: "container", outcome: "it is busy", hindrance: hindrance)))
        let error = await rig.read().error
        #expect(error?.hindrance == hindrance)
        #expect(error?.isTemporary == isTemporary)
    }

    @Test func `Of several places that have no keys the one that may have some counts`() {
        let lasting = CredentialError.Attempt(source: "environment", outcome: "not set")
        let passing = CredentialError.Attempt(source: "container", outcome: "busy", hindrance: .passing)
        #expect(CredentialError.none(tried: [lasting, passing, lasting]).hindrance == .passing)
        #expect(CredentialError.none(tried: [lasting]).hindrance == .lasting)
    }

    @Test(arguments: [("ExpiredToken", true), ("ExpiredTokenException", true), ("InvalidToken", false)])
    func `Keys that have expired may be others the next time`(code: String, isTemporary: Bool) async {
        let rig = S3Rig([.refusal(400, code), .refusal(400, code), .object("x")])
        #expect(await rig.read().error?.isTemporary == isTemporary)
        #expect(rig.http.requests.count == 2)
    }

    @Test func `The next attempt that would come too late is a matter of time`() async {
        let rig = S3Rig([.refusal(503, "SlowDown", fields: ["Retry-After": "10"]), .object("x")])
        let error = await rig.read(context: RequestContext(deadline: rig.waiting.now + .seconds(9))).error
        #expect(error?.hindrance == .deadline)
        let broken = S3Rig([.object("0123456789", breakingAfter: 4)])
        #expect(await broken.read(context: RequestContext(deadline: broken.waiting.now)).error?.hindrance == .deadline)
    }

    @Test func `A server that stays busy is no matter of time`() async {
        let rig = S3Rig(Array(repeating: .refusal(503, "SlowDown"), count: 3))
        let context = RequestContext(deadline: rig.waiting.now + .seconds(60))
        #expect(await rig.read(context: context).error?.hindrance == .passing)
    }

    @Test(arguments: [
        ScriptedHTTP.Step.refusal(307, "TemporaryRedirect", fields: ["x-amz-bucket-region": "eu-west-1"]),
        .refusal(307, "TemporaryRedirect"),
    ])
    func `A redirect to the same region passes when the name of a new bucket has spread`(
        step: ScriptedHTTP.Step
    ) async {
        let error = await S3Rig([step]).read().error
        #expect(error?.isTemporary == true)
        let words = "until the name of a new bucket is known everywhere; try again later"
        #expect(error?.description.hasSuffix(words) == true)
        #expect(await S3Rig([.refusal(302, "Found")]).read().error?.isTemporary == false)
    }
}
