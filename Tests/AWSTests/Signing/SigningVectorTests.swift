import Foundation
import HTTP
import JSON
import Testing

@testable import AWS

/// Requests to SageMaker's partner apps as AWS's own SDK signs them, where they lie beside the repository.
struct SigningVectorTests {
    /// The SDK sends `Date` in place of `x-amz-date` where there is one already; no request of ours has it.
    private static let otherwise: Set<String> = ["date_header_replaces_x_amz_date"]

    private static let file = URL(filePath: #filePath)
        .appending(path: "../../../../../shared/vectors/partner-app-sigv4.json").standardized

    private static let vectors: [JSONValue] = {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("left out: there are no vectors at \(file.path(percentEncoded: false))")
            return []
        }
        return (try? JSONValue(parsing: text))?["vectors"]?.elements ?? []
    }()

    @Test(arguments: vectors.compactMap { $0["name"]?.string }.filter { !otherwise.contains($0) })
    func `A request to a partner app is signed as by the SDK`(name: String) throws {
        let vector = try #require(Self.vectors.first { $0["name"]?.string == name })
        var request = try Self.request(vector)
        let isUnsigned = vector["payload_hash"]?.string == "UNSIGNED-PAYLOAD"
        let signer = Signer(
            service: try text(vector["service"]), region: try text(vector["region"]), pathRule: .others)
        signer.sign(
            &request, with: try Self.credentials(vector["credentials"]),
            at: try #require(AmazonTime(iso8601: text(vector["clock_utc"]))), payload: isUnsigned ? .unsigned : .body)
        #expect(request.fields["authorization"] == vector["authorization"]?.string)
        #expect(request.fields["x-amz-content-sha256"] == vector["payload_hash"]?.string)
        let canonical = CanonicalRequest(
            request, pathRule: .others, payloadHash: try text(vector["payload_hash"]))
        #expect(canonical.text == vector["canonical_request"]?.string)
    }

    /// The request as it is before it is signed: the app's own authorization moves aside, and the app is named.
    private static func request(_ vector: JSONValue) throws -> HTTPRequest {
        let before = try #require(vector["request"])
        var request = HTTPRequest(try text(before["method"]), try text(vector["url_after"]))
        request.body = before["body_text"]?.string.map { Array($0.utf8) }
        for header in before["headers"]?.elements ?? [] {
            let pair = header.elements?.compactMap(\.string) ?? []
            let name = pair[0].lowercased() == "authorization" ? "X-Amz-Partner-App-Authorization" : pair[0]
            request.fields.add(name, pair[1])
        }
        request.fields["X-SageMaker-Partner-App-Server-Arn"] = try text(vector["arn"])
        request.fields["X-Amz-Target"] = "SageMaker.CallPartnerAppApi"
        // The SDK sends the hash in any case; where there is one, the signer puts its own in its place.
        request.fields["X-Amz-Content-SHA256"] = "to be computed"
        return request
    }

    private static func credentials(_ value: JSONValue?) throws -> Credentials {
        Credentials(
            accessKeyID: try text(value?["access_key_id"]), secretAccessKey: try text(value?["secret_access_key"]),
            sessionToken: value?["session_token"]?.string)
    }
}

private func text(_ value: JSONValue?) throws -> String { try #require(value?.string) }
