import HTTP
import Synchronization
import Testing

@testable import AWS

/// Requests and signatures that AWS's documentation gives as examples, and what a signature covers.
struct SignerTests {
    private static let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    private static let time = AmazonTime(seconds: 1_440_938_160)

    private static func signed(
        _ request: HTTPRequest, token: String? = nil, rule: Signer.PathRule = .others, payload: Signer.Payload = .body
    ) -> HTTPFields {
        var request = request
        Signer(service: "service", region: "us-east-1", pathRule: rule).sign(
            &request,
            with: Credentials(
                accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey, sessionToken: token),
            at: time, payload: payload)
        return request.fields
    }

    private static func names(_ fields: HTTPFields) -> String? {
        fields["authorization"]?.split(separator: "SignedHeaders=").last?.split(separator: ",").first.map(String.init)
    }

    @Test func `The simplest request is signed as AWS's test suite has it`() {
        let fields = Self.signed(HTTPRequest("GET", "https://example.amazonaws.com/"))
        #expect(
            fields["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=host;x-amz-date, "
                + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
        #expect(fields["x-amz-date"] == "20150830T123600Z")
        #expect(fields["x-amz-content-sha256"] == nil)
    }

    @Test func `A part of an object is asked for as S3's documentation has it`() {
        var request = HTTPRequest(
            "GET", "https://examplebucket.s3.amazonaws.com/test.txt", fields: ["Range": "bytes=0-9"])
        let credentials = Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        Signer(service: "s3", region: "us-east-1", pathRule: .s3).sign(
            &request, with: credentials, at: AmazonTime(seconds: 1_369_353_600), payload: .body)
        #expect(
            request.fields["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test func `What must not change on the way is signed, and what may is not`() {
        let fields = Self.signed(
            HTTPRequest(
                "GET", "https://example.amazonaws.com/",
                fields: [
                    "If-Match": "\"1\"", "range": "bytes=1-", "Content-Type": "text/csv",
                    "X-Amz-Request-Payer": "requester",
                    "User-Agent": "me", "expect": "", "Connection": "close", "x-amzn-trace-id": "Root=1",
                ]),
            token: "token")
        #expect(
            Self.names(fields) == "content-type;host;if-match;range;x-amz-date;x-amz-request-payer;x-amz-security-token"
        )
    }

    @Test func `A request that is signed again has no field of the first time`() {
        var request = HTTPRequest("GET", "https://example.amazonaws.com/")
        let signer = Signer(service: "service", region: "us-east-1", pathRule: .others)
        let first = Credentials(accessKeyID: "A", secretAccessKey: "B", sessionToken: "token")
        signer.sign(&request, with: first, at: AmazonTime(seconds: 0), payload: .unsigned)
        request.fields["x-amz-content-sha256"] = nil
        signer.sign(&request, with: Self.credentials, at: Self.time, payload: .body)
        #expect(request.fields == Self.signed(HTTPRequest("GET", "https://example.amazonaws.com/")))
    }

    @Test func `The path of S3 is signed as it stands, and another's without its dots and encoded once more`() {
        let request = HTTPRequest("GET", "https://host/a//b/../%20c/./")
        let paths = [Signer.PathRule.s3, .others].map { rule in
            CanonicalRequest(request, pathRule: rule, payloadHash: "").text.split(separator: "\n")[1]
        }
        #expect(paths == ["/a//b/../%20c/./", "/a/%2520c/"])
    }

    @Test(arguments: [
        ("", ""), ("?", ""), ("?acl", "acl="), ("?b=1&a=2", "a=2&b=1"), ("?a=2&a=10&a", "a=&a=10&a=2"),
        ("?a=b=c", "a=b=c"), ("?aa=1&a-=2&a=3", "a=3&a-=2&aa=1"), ("?q=%2B+", "q=%2B+"),
    ])
    func `A query is signed in the order of its names and values`(query: String, canonical: String) {
        let request = CanonicalRequest(
            HTTPRequest("GET", "https://host/\(query)"), pathRule: .s3, payloadHash: "")
        #expect(request.text.split(separator: "\n", omittingEmptySubsequences: false)[2] == canonical)
    }

    @Test func `White space in a value is signed as one space, and values of one name together`() {
        var request = HTTPRequest("GET", "https://host/", fields: ["X-Amz-Meta-A": "  a \t b  "])
        request.fields.add("x-amz-meta-a", "c")
        #expect(CanonicalRequest(request, pathRule: .s3, payloadHash: "").text.contains("\nx-amz-meta-a:a b,c\n"))
    }

    @Test(arguments: [
        ("https://host:443/", "host"), ("http://HOST:80/", "host"), ("http://host:443/", "host:443"),
        ("https://[::1]:9000/x", "[::1]:9000"),
    ])
    func `The host is signed as it is sent, without the port that goes without saying`(url: String, host: String) {
        let request = CanonicalRequest(HTTPRequest("GET", url), pathRule: .s3, payloadHash: "")
        #expect(request.text.contains("\nhost:\(host)\n"))
    }

    @Test func `A body that is not signed is said not to be`() {
        let request = HTTPRequest("POST", "https://host/", body: [1])
        #expect(Self.signed(request, payload: .unsigned)["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD")
        #expect(
            Self.signed(request, rule: .s3)["x-amz-content-sha256"]
                == "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a")
    }

    @Test func `The key of a day is the one in AWS's documentation`() {
        let scope = SigningScope(
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", day: "20150830", region: "us-east-1", service: "iam")
        #expect(
            SecureHash.digits(scope.derivedKey) == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9")
    }

    @Test func `A key is derived once a day, region, service and secret`() {
        let derived = Mutex(0)
        let keys = SigningKeys { scope in
            derived.withLock { $0 += 1 }
            return scope.derivedKey
        }
        func key(_ secret: String, _ day: String, _ region: String, _ service: String) -> [UInt8] {
            keys.key(for: SigningScope(secret: secret, day: day, region: region, service: service))
        }
        let all = [
            key("a", "1", "r", "s"), key("b", "1", "r", "s"), key("a", "2", "r", "s"), key("a", "1", "q", "s"),
            key("a", "1", "r", "t"),
        ]
        #expect(Set(all).count == 5)
        #expect(key("a", "1", "r", "s") == all[0])
        #expect(derived.withLock { $0 } == 5)
    }

    @Test func `Keys print without their secrets`() {
        let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "SECRET", sessionToken: "TOKEN")
        #expect("\(credentials) \(String(reflecting: credentials))" == "credentials AKID credentials AKID")
    }
}
