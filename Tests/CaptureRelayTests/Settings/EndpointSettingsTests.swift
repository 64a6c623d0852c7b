import Relay
import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct EndpointSettingsTests {
    private func endpoint(_ changes: [String: String?]) throws -> EndpointSettings? {
        let settings = try Settings(environment: MonitorSettings.endpoint.with(changes))
        guard case .endpoint(let endpoint) = settings.sink else { return nil }
        return endpoint
    }

    private func problems(_ changes: [String: String?]) -> [String] {
        CaptureRelayTests.problems(MonitorSettings.endpoint.with(changes))
    }

    @Test func `Everything that is set is read`() throws {
        var expected = EndpointSettings(url: "https://monitor.example.com:8443/rows?tenant=a%20b")
        expected.format = .ndjson
        expected.token = .text("abc123")
        expected.headers = [
            EndpointSettings.Header(name: "X-Tenant", value: "a b"),
            EndpointSettings.Header(name: "accept", value: "*/*"),
        ]
        expected.compresses = true
        #expect(
            try endpoint([
                "MONITOR_URL": " https://monitor.example.com:8443/rows?tenant=a%20b\n", "MONITOR_FORMAT": "NDJSON",
                "MONITOR_TOKEN": "abc123", "MONITOR_HEADERS": #" {"X-Tenant":"a b","accept":"*/*"} "#,
                "RELAY_COMPRESSION": "gzip",
            ]) == expected)
        #expect(try endpoint([:]) == EndpointSettings(url: "https://monitor.example.com/rows"))
    }

    @Test func `An address is needed`() {
        #expect(
            problems(["MONITOR_URL": nil, "MONITOR_TOKEN": "abc"]) == [
                "MONITOR_URL: is not set; the http sink needs it, such as MONITOR_URL=https://monitor.example.com/rows"
            ])
    }

    @Test(arguments: [
        ("https://hidden:hidden@monitor.example.com", "has a user"), ("https://monitor.example.com/#hidden", "has a #"),
        ("monitor.example.com/hidden", "is not a URL"), ("https://monitor.example.com/a hidden", "holds a blank"),
        ("https://monitor.example.com/ähidden", "holds a blank"), ("file:///hidden", "is not a URL"),
    ])
    func `Another address is refused with the reason`(url: String, words: String) {
        let found = problems(["MONITOR_URL": url])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("MONITOR_URL: \(words)") == true)
        #expect(found.first?.contains("hidden") == false)
    }

    @Test(arguments: [["MONITOR_TOKEN": "abc"], ["MONITOR_HEADERS": #"{"X-Key":"abc"}"#]])
    func `Only without a secret may rows travel over http`(secret: [String: String?]) throws {
        let plain = ["MONITOR_URL": "http://monitor.example.com/rows"]
        #expect(try endpoint(plain)?.url == "http://monitor.example.com/rows")
        let found = problems(secret.merging(plain) { $1 })
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("MONITOR_URL: begins with http://") == true)
        let allowed = secret.merging(plain) { $1 }.merging(["RELAY_ALLOW_HTTP": "true"]) { $1 }
        #expect(try endpoint(allowed) != nil)
        #expect(try endpoint(secret.merging(["MONITOR_URL": "http://127.0.0.2:9/"]) { $1 }) != nil)
    }

    @Test(arguments: [
        ("hidden", "is not a JSON object"), ("[]", "is not a JSON object"), (#"{"a":"b""#, "is not a JSON object"),
        (#"{"a":"b"} x"#, "is not a JSON object"), (#"{"a":1}"#, "has a value in field 1 that is not text in quotes"),
        (#"{"hidden hidden":"b"}"#, "has no name of a header in field 1"), (#"{"":"b"}"#, "has no name of a header"),
        (#"{"a":"b","hidden:":"c"}"#, "has no name of a header in field 2"),
        (#"{"a":"b\nhidden: c"}"#, "has a line break or another character in the value of field 1"),
        (#"{"a":"é"}"#, "has a line break or another character in the value of field 1"),
        (#"{"a":" "}"#, "has no value in field 1"), (#"{"a":""}"#, "has no value in field 1"),
        (#"{"Hidden":"b","c":"d","hidden":"b"}"#, "has the same name in fields 1 and 3"),
        (#"{"content-length":"1"}"#, "has the field Content-Length, which belongs to the transfer"),
        (#"{"HOST":"b"}"#, "has the field Host"), (#"{"Transfer-Encoding":"b"}"#, "has the field Transfer-Encoding"),
        (#"{"Connection":"b"}"#, "has the field Connection"),
        (#"{"content-encoding":"b"}"#, "has the field Content-Encoding"),
    ])
    func `Headers that cannot be sent are refused, and none is shown`(value: String, words: String) {
        let found = problems(["MONITOR_HEADERS": value])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("MONITOR_HEADERS: \(words)") == true)
        #expect(found.first?.lowercased().contains("hidden") == false)
    }

    @Test(arguments: [
        ("MONITOR_TOKEN", "abc"), ("MONITOR_TOKEN_ARN", "arn:aws:ssm:eu-west-1:111122223333:parameter/monitor-token"),
    ])
    func `A token and a header of the same purpose are too much`(name: String, value: String) throws {
        let headers = ["MONITOR_HEADERS": #"{"authorization":"Basic abc"}"#]
        #expect(try endpoint(headers)?.headers.count == 1)
        #expect(
            problems(headers.with([name: value]))
                == ["MONITOR_HEADERS: has the field Authorization, which \(name) sets too; set one of them"])
    }

    @Test func `The file of certificate authorities must be one that can be read`() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "ca.pem")
        let environment = MonitorSettings.endpoint.with(["MONITOR_CA_BUNDLE": folder.path("ca.pem")])
        #expect(try Settings(environment: environment).monitorAuthorities == folder.path("ca.pem"))
        let gone = folder.path("gone.pem")
        #expect(
            problems(["MONITOR_CA_BUNDLE": gone]) == [
                """
                MONITOR_CA_BUNDLE: the certificate authorities in \(gone) cannot be read: No such file or directory
                """
            ])
        #expect(problems(["MONITOR_CA_BUNDLE": folder.path]).first?.contains("is a folder") == true)
        #expect(problems(["MONITOR_CA_BUNDLE": gone, "MONITOR_URL": "x"]).count == 2)
        #expect(try Settings(environment: ["MONITOR_CA_BUNDLE": gone]).monitorAuthorities == nil)
    }
}
