package import HTTP

/// Signs requests to one service in one region (Signature Version 4).
///
/// What is signed is what is sent: URL and fields are final before. All fields are signed but those that may change on
/// the way, and the host, which follows from the URL.
package struct Signer: Sendable {
    /// How the path of the URL becomes the path that is signed.
    package enum PathRule: Sendable {
        /// S3: as it stands in the URL.
        case s3
        /// Every other service: without dots and empty segments, and encoded once more.
        case others
    }

    /// What is signed of the body.
    package enum Payload: Sendable {
        /// Nothing.
        case unsigned
        /// Its SHA-256, that of nothing where there is no body.
        case body
    }

    private let service: String
    private let region: String
    private let pathRule: PathRule
    private let keys: SigningKeys

    /// A signer for a service by the name that it has in signatures.
    package init(service: String, region: String, pathRule: PathRule) {
        self.init(service: service, region: region, pathRule: pathRule, keys: .shared)
    }

    init(service: String, region: String, pathRule: PathRule, keys: SigningKeys) {
        self.service = service
        self.region = region
        self.pathRule = pathRule
        self.keys = keys
    }

    /// Adds the signature, and the fields that belong to it in place of those of an earlier attempt.
    package func sign(
        _ request: inout HTTPRequest, with credentials: Credentials, at time: AmazonTime, payload: Payload
    ) {
        let hash =
            switch payload {
            case .unsigned: "UNSIGNED-PAYLOAD"
            case .body: SecureHash.digits(SecureHash.sha256(request.body ?? []))
            }
        let stamp = time.stamp
        request.fields["authorization"] = nil
        request.fields["x-amz-date"] = stamp
        request.fields["x-amz-security-token"] = credentials.sessionToken
        if pathRule == .s3 || payload == .unsigned || request.fields["x-amz-content-sha256"] != nil {
            request.fields["x-amz-content-sha256"] = hash
        }

        let canonical = CanonicalRequest(request, pathRule: pathRule, payloadHash: hash)
        let scope = SigningScope(
            secret: credentials.secretAccessKey, day: String(stamp.prefix(8)), region: region, service: service)
        let canonicalHash = SecureHash.digits(SecureHash.sha256(Array(canonical.text.utf8)))
        let text = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope.text)\n\(canonicalHash)"
        let signature = SecureHash.digits(SecureHash.sha256(text, key: keys.key(for: scope)))
        request.fields["authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope.text), "
            + "SignedHeaders=\(canonical.signedNames), Signature=\(signature)"
    }
}
