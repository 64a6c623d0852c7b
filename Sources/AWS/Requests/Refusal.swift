/// What AWS says when it does not do what it was asked.
package struct Refusal: Equatable, Sendable {
    /// The response's status.
    package let status: Int
    /// AWS's code, such as `NoSuchKey`; nothing where the answer has none.
    package var code: String?
    /// AWS's own words, in one line and without anything secret.
    package var message: String?
    /// The region that the bucket lies in, where the answer tells.
    package var region: String?
    /// The host that a redirect points to.
    package var host: String?
    /// What time it is by AWS's clock.
    package var time: AmazonTime?
    /// How long AWS asks to be left alone.
    package var pause: Duration?

    /// Whether the message to a wrong signature spoke of its time; the message itself is not kept, since it repeats
    /// what was signed.
    var saysSignatureTime = false

    /// A refusal with a status.
    package init(status: Int) {
        self.status = status
    }

    /// Whether the same request may succeed when it is sent again.
    package var isTemporary: Bool {
        [408, 429, 500, 502, 503, 504].contains(status) || code.map(Self.temporaryCodes.contains) ?? false
    }

    /// Whether the clock that the request was signed by is off.
    package var meansWrongTime: Bool {
        switch code {
        case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture": true
        // Other services say so in the words of a message only.
        case "InvalidSignatureException": saysSignatureTime
        default: false
        }
    }

    /// Whether the keys were good once.
    package var meansExpiredKeys: Bool { code.map(Self.expiryCodes.contains) ?? false }

    /// Whether the keys were good once and others may be there by the next time.
    package var meansOldKeys: Bool { meansExpiredKeys && code != "InvalidToken" }

    /// The code, else the status.
    var name: String { code ?? "HTTP \(status)" }

    /// The code with AWS's own words.
    package var quoted: String { message.map { "\(name): \($0)" } ?? name }

    /// What to do about keys that AWS does not take, if that is what is wrong.
    package var keyAdvice: String? {
        switch code {
        case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature":
            meansWrongTime
                ? "the clock of this machine is too far off (\(name)); set it"
                : "the signature does not match (\(name)); check the secret key: AWS_SECRET_ACCESS_KEY or that of the profile"
        case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException":
            "AWS does not know the access key (\(name)); check AWS_ACCESS_KEY_ID or that of the profile, and the session "
                + "token that belongs to it"
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired":
            "the credentials have expired (\(name)); renew them"
        case "InvalidToken":
            "the session token is not valid (\(name)); check AWS_SESSION_TOKEN, and that it belongs to the key"
        case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture":
            "the clock of this machine is too far off (\(name)); set it"
        default: nil
        }
    }

    private static let temporaryCodes: Set<String> = [
        "BandwidthLimitExceeded", "ConditionalRequestConflict", "InternalError", "InternalFailure",
        "InternalServerError", "InternalServiceError", "KmsThrottled", "OperationAborted", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "RequestTimeout",
        "RequestTimeoutException", "ServiceUnavailable", "ServiceUnavailableException", "SlowDown",
        "ThrottledException",
        "Throttling", "ThrottlingException", "TooManyRequestsException",
    ]

    private static let expiryCodes: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired",
    ]
}
