import HTTP
import TestSupport
import Testing

@testable import AWS

@Suite struct S3ErrorTests {
    private static let start = "s3://bucket/key cannot be read: "

    private func sentence(_ step: ScriptedHTTP.Step, versionID: String? = nil, options: S3Options = S3Options()) async
        -> String
    {
        let steps = Array(repeating: step, count: 3)
        let request = S3Request(bucket: "bucket", key: "key", versionID: versionID, etag: "e1")
        return await S3Rig(steps, options: options).read(request).error?.description ?? ""
    }

    @Test(arguments: [
        (404, "NoSuchKey", "it is not there (NoSuchKey); check bucket and key, or whether it was deleted since"),
        (404, "NoSuchVersion", "its version is not there any more (NoSuchVersion)"),
        (
            404, "NoSuchBucket",
            "there is no such bucket (NoSuchBucket); check its name, the region and AWS_ENDPOINT_URL_S3"
        ),
        (403, "InvalidObjectState", "it is archived (InvalidObjectState); restore it first, with s3:RestoreObject"),
        (
            403, "SignatureDoesNotMatch",
            "the signature does not match (SignatureDoesNotMatch); check the secret key: AWS_SECRET_ACCESS_KEY or that of "
                + "the profile"
        ),
        (
            403, "InvalidAccessKeyId",
            "AWS does not know the access key (InvalidAccessKeyId); check AWS_ACCESS_KEY_ID or that of the profile, and the "
                + "session token that belongs to it"
        ),
        (400, "ExpiredToken", "the credentials have expired (ExpiredToken); renew them"),
        (412, "PreconditionFailed", "it was overwritten since (PreconditionFailed)"),
        (400, "InvalidRequest", "S3 refused (InvalidRequest: It says so)"),
        (503, "SlowDown", "S3 is busy or unwell (SlowDown: It says so); try again later"),
        (
            400, "AuthorizationHeaderMalformed",
            "the request was signed for the wrong region (AuthorizationHeaderMalformed); check AWS_REGION, or the region "
                + "that the event names"
        ),
    ])
    func `A refusal is told with the object, the code and what to do`(status: Int, code: String, words: String) async {
        #expect(await sentence(.refusal(status, code)) == Self.start + words)
    }

    @Test func `A denial names the permissions`() async {
        let plain = await sentence(.refusal(403, "AccessDenied", "Access Denied"))
        #expect(
            plain.hasPrefix(
                Self.start + "access is denied (AccessDenied: Access Denied); grant s3:GetObject on it, and"))
        #expect(plain.contains("kms:Decrypt") && plain.contains("s3:ListBucket"))
        #expect(plain.contains("RELAY_REQUEST_PAYER=requester"))
        #expect(!plain.contains("s3:GetObjectVersion") && !plain.contains("RELAY_EXPECTED_BUCKET_OWNER"))
        let options = S3Options(paysForRequests: true, expectedBucketOwner: "111122223333")
        let version = await sentence(.refusal(403, "AccessDenied"), versionID: "v1", options: options)
        #expect(version.contains("s3:GetObject and s3:GetObjectVersion"))
        #expect(version.contains("RELAY_EXPECTED_BUCKET_OWNER (111122223333)"))
        #expect(!version.contains("RELAY_REQUEST_PAYER"))
    }

    @Test(arguments: [
        (403, "AccessDenied", "User is not authorized to perform: kms:Decrypt"), (400, "KMS.DisabledException", "off"),
    ])
    func `A denial by the key is told as one`(status: Int, code: String, message: String) async {
        let words = await sentence(.refusal(status, code, message))
        #expect(words.hasPrefix(Self.start + "its KMS key cannot be used (\(code): \(message))"))
        #expect(words.hasSuffix("grant kms:Decrypt on it"))
    }

    @Test func `A redirect names its host, and nothing else of its URL`() async {
        let fields: HTTPFields = ["Location": "https://user:pass@elsewhere.example/path?token=hunter2"]
        let words = await sentence(.text(302, "", fields: fields))
        #expect(words.contains("S3 points to elsewhere.example (HTTP 302), and redirects are not followed"))
        for secret in ["user", "pass", "path", "hunter2"] { #expect(!words.contains(secret)) }
    }

    @Test func `An answer without a document is told by its status`() async {
        #expect(await sentence(.text(403)).contains("access is denied (HTTP 403)"))
        #expect(await sentence(.text(404, "<html><body>nothing</body></html>")).contains("it is not there (HTTP 404)"))
        #expect(
            await sentence(.text(418, "<Error><Code>Bad code!</Code></Error>")) == Self.start + "S3 refused (HTTP 418)")
    }

    @Test(arguments: ["the-secret-key", "the-session-token", "AWS4-HMAC-SHA256"])
    func `A message that repeats what was signed is not told`(secret: String) async {
        for code in ["AccessDenied", "InvalidRequest", "SignatureDoesNotMatch", "InvalidSignatureException"] {
            let step = ScriptedHTTP.Step.refusal(400, code, "you sent x-amz-security-token:\(secret) to us")
            let words = await sentence(step)
            #expect(!words.contains("the-secret-key") && !words.contains("the-session-token"))
        }
    }

    @Test(arguments: ["SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"])
    func `The message to a wrong signature is not even kept`(code: String) async throws {
        let error = await S3Rig([.refusal(403, code, "The canonical string should have been GET /key")]).read().error
        guard case .request(.refused(let refusal)) = error?.fault else { throw try #require(error) }
        #expect(refusal.code == code && refusal.message == nil)
    }

    @Test func `A message is short and one line`() async {
        let words = await sentence(
            .refusal(400, "InvalidRequest", "a\nb &lt;c&gt;" + String(repeating: "x", count: 999)))
        #expect(words.contains("InvalidRequest: a b <c>xxx"))
        #expect(words.utf8.count < 450)
    }

    @Test func `Only a condition on an announced ETag means that it was overwritten`() async {
        let steps: [ScriptedHTTP.Step] = [.refusal(412, "PreconditionFailed")]
        let announced = S3Request(bucket: "bucket", key: "key", etag: "e1")
        #expect(await S3Rig(steps).read(announced).error?.meansOverwritten == true)
        let version = S3Request(bucket: "bucket", key: "key", versionID: "v1", etag: "e1")
        #expect(await S3Rig(steps).read(version).error?.meansOverwritten == false)
        #expect(await S3Rig(steps).read(S3Request(bucket: "bucket", key: "key")).error?.meansOverwritten == false)
    }

    @Test(arguments: [
        (TransferError(.deadline), true), (TransferError(.interrupted), true), (TransferError(.certificate), false),
        (TransferError(.refused), true),
    ])
    func `What may pass is told from what does not`(fault: TransferError, isTemporary: Bool) async {
        let error = await S3Rig(Array(repeating: .fault(fault), count: 3)).read().error
        #expect(error?.isTemporary == isTemporary)
        #expect(error?.description == Self.start + fault.description)
    }

    @Test func `A directory bucket is refused without a request`() async {
        let rig = S3Rig([])
        let error = await rig.read(S3Request(bucket: "captures--use1-az4--x-s3", key: "k")).error
        #expect(error?.description.contains("it lies in a directory bucket, which needs CreateSession") == true)
        #expect(rig.http.requests.isEmpty)
    }
}
