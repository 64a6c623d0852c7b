import HTTP
import TestSupport
import Testing

@testable import AWS

struct SecurityTokenServiceTests {
    private static let variables = [
        "AWS_ROLE_ARN": "arn:aws:iam::1:role/r", "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_REGION": "us-west-2",
        "AWS_ROLE_SESSION_NAME": "pod",
    ]

    private static func rig(_ steps: ScriptedHTTP.Step..., files: [String: String] = ["/token": "one\n"])
        -> CredentialRig
    {
        CredentialRig(variables, files: files, steps)
    }

    private static func refusal(_ code: String, _ message: String = "Because.") -> ScriptedHTTP.Step {
        .text(
            400, "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>")
    }

    @Test func `A token is exchanged for keys, and read anew each time`() async throws {
        let rig = Self.rig(.role("A"), .role("B"))
        let first = try await rig.credentials()
        rig.world.write("two", to: "/token")
        await rig.chain.forget(first)
        #expect(try await rig.credentials().accessKeyID == "B")
        let forms = rig.http.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) }
        #expect(forms.map { $0.hasSuffix("&RoleSessionName=pod&WebIdentityToken=one") } == [true, false])
        #expect(forms.last?.hasSuffix("&WebIdentityToken=two") == true)
        #expect(rig.http.requests.map(\.url) == Array(repeating: "https://sts.us-west-2.amazonaws.com/", count: 2))
    }

    @Test func `A token that cannot be read is named by its file`() async {
        #expect(
            await Self.rig(files: [:]).words().hasSuffix(
                "the token file /token cannot be read: No such file or directory"))
        #expect(await Self.rig(files: ["/token": "\n"]).words().hasSuffix("the token file /token is empty"))
    }

    @Test func `STS is asked again when it is busy`() async throws {
        let rig = Self.rig(.text(503), Self.refusal("Throttling"), .role("A"))
        #expect(try await rig.credentials().accessKeyID == "A")
        #expect(rig.waiting.waits.count == 2)
    }

    @Test func `STS is asked as often as is allowed`() async {
        let rig = Self.rig(.text(500), .fault(TransferError(.broken)), .text(500), .role("A"))
        #expect(await rig.words().hasSuffix("STS refused the role arn:aws:iam::1:role/r: HTTP 500"))
    }

    @Test func `A refusal says STS's code and words, and what to look at`() async {
        let rig = Self.rig(Self.refusal("AccessDenied", "Not &quot;you&quot;"))
        #expect(
            await rig.words() == "the AWS credentials from web identity cannot be used: STS refused the role "
                + "arn:aws:iam::1:role/r: AccessDenied: Not \"you\"; "
                + "allow sts:AssumeRole here, and this caller in the role's trust policy")
        #expect(rig.http.requests.count == 1)
    }

    @Test func `What STS repeats of a wrong signature is not shown`() async {
        let words = await Self.rig(Self.refusal("SignatureDoesNotMatch", "x-amz-security-token:TOKEN")).words()
        #expect(words.hasSuffix("SignatureDoesNotMatch; the keys that it is asked for with are wrong"))
    }

    @Test func `An answer without keys is no success`() async {
        #expect(
            await Self.rig(.text(200, "<html>")).words().hasSuffix(
                "STS answered without keys for the role arn:aws:iam::1:role/r"))
    }

    @Test(arguments: [
        ("<a><Code>x</Code></a>", "x"),
        ("<Code>\n a&lt;b &amp;amp; &#65;&#x42; &nope; & \n</Code>", "a<b &amp; AB &nope; &"),
        ("<CodeX>1</CodeX><Code a='b'>2</Code>", "2"), ("<Code></Code>", nil), ("<Code/>", nil), ("<Code>1", nil),
        ("<Code><b>1</b></Code>", nil), ("<Code", nil), ("", nil),
        ("<Code>&#xD800;&#99999999999;</Code>", "&#xD800;&#99999999999;"),
    ])
    func `The text of an element is found`(xml: String, text: String?) {
        #expect(XMLText(Array(xml.utf8))["Code"] == text)
    }

    @Test(.timeLimit(.minutes(1)))
    func `Signs of entities without their ends take no longer than other text`() {
        let text = String(repeating: "&", count: 200_000) + ";"
        #expect(XMLText(Array("<Message>\(text)</Message>".utf8))["Message"] == text)
    }
}
