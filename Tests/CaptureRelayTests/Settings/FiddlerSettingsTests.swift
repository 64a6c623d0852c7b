import AWS
import Relay
import Testing

@testable import CaptureRelay

@Suite struct FiddlerSettingsTests {
    private static let modelID = "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60"

    private func fiddler(_ environment: [String: String]) throws -> FiddlerSettings? {
        guard case .fiddler(let fiddler) = try Settings(environment: environment).sink else { return nil }
        return fiddler
    }

    @Test func `The variables of Fiddler's guide work unchanged`() throws {
        let guide = [
            "FIDDLER_URL": "https://your_company_name.fiddler.ai", "FIDDLER_TOKEN": "abc123",
            "FIDDLER_MODEL_UUID": Self.modelID, "FIDDLER_MODEL_COLUMNS": "age,income",
            "FIDDLER_MODEL_OUTPUT_COLUMN": "score",
        ]
        let expected = FiddlerSettings(
            url: "https://your_company_name.fiddler.ai", token: .text("abc123"), modelID: Self.modelID)
        #expect(try fiddler(guide) == expected)
        let settings = try Settings(environment: guide.with(["FIDDLER_TIMESTAMP_COLUMN": "at"]))
        #expect(settings.sink == .fiddler(expected))
        #expect(settings.mapping.timestamp == TimestampColumn(name: "at"))
        #expect(settings.warnings == [])
    }

    @Test func `Everything that is missing is named at once, with an example`() {
        let columns = """
            CAPTURE_INPUT_COLUMNS: is not set, and neither is CAPTURE_OUTPUT_COLUMNS; for the fiddler sink the columns \
            must be named, such as CAPTURE_INPUT_COLUMNS=age,income
            """
        #expect(
            problems(["RELAY_SINK": "fiddler"]) == [
                "FIDDLER_URL: is not set; the fiddler sink needs it, such as FIDDLER_URL=https://example.fiddler.ai",
                """
                FIDDLER_TOKEN: is not set, and neither is FIDDLER_TOKEN_ARN; the fiddler sink needs one of them, such \
                as FIDDLER_TOKEN=abc123
                """,
                """
                FIDDLER_MODEL_UUID: is not set; the fiddler sink needs it, such as \
                FIDDLER_MODEL_UUID=\(Self.modelID)
                """,
                columns,
            ])
        #expect(problems(MonitorSettings.fiddler.with(["FIDDLER_URL": nil])).count == 1)
    }

    @Test func `What a settings file that cannot be read would say is not called missing`() {
        let found = problems(["RELAY_SINK": "fiddler", "RELAY_ENV_FILE": "gone"])
        #expect(found == ["RELAY_ENV_FILE: gone cannot be read: No such file or directory"])
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example"), (" https://a.example/ ", "https://a.example"),
        ("HTTPS://A.Example:443//", "https://a.example"), ("https://a.example:8443", "https://a.example:8443"),
        ("http://localhost:18080", "http://localhost:18080"), ("http://[::1]:80/", "http://[::1]"),
    ])
    func `Scheme, host and port are kept of the address`(url: String, origin: String) throws {
        #expect(try fiddler(MonitorSettings.fiddler.with(["FIDDLER_URL": url]))?.url == origin)
    }

    @Test(arguments: [
        ("https://a.example/fiddler", "has a path behind its host"), ("https://a.example/?hidden=1", "has a ?"),
        ("https://a.example#hidden", "has a #"), ("https://hidden:hidden@a.example", "has a user"),
        ("a.example", "is not a URL"), ("ftp://a.example", "is not a URL"), ("https://", "is not a URL"),
        ("https://a example", "holds a blank"),
    ])
    func `Another address is refused with the reason`(url: String, words: String) throws {
        let found = problems(MonitorSettings.fiddler.with(["FIDDLER_URL": url]))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("FIDDLER_URL: \(words)") == true)
        #expect(found.first?.contains("hidden") == false)
    }

    @Test(arguments: ["http://a.example", "http://127.evil.example", "http://127.0.0.1.example", "http://10.0.0.1"])
    func `A token travels over http only to this host, unless that is allowed`(url: String) throws {
        let environment = MonitorSettings.fiddler.with(["FIDDLER_URL": url])
        let host = url.dropFirst("http://".count)
        #expect(
            problems(environment) == [
                """
                FIDDLER_URL: begins with http://, and a secret would travel to \(host) for everybody on the way to \
                read; use https://, or set RELAY_ALLOW_HTTP=true
                """
            ])
        #expect(problems(environment.with(["RELAY_ALLOW_HTTP": "false"])).count == 1)
        #expect(try fiddler(environment.with(["RELAY_ALLOW_HTTP": "True"]))?.url == url)
    }

    @Test(arguments: [
        "x", "6a1f4c5e3d2b4c8a9f701b2c3d4e5f60", "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f6", "{\(modelID)}",
        "6a1f4c5g-3d2b-4c8a-9f70-1b2c3d4e5f60", "６a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60",
    ])
    func `A model that is no UUID is refused, and not shown, since it can be the token`(value: String) {
        #expect(
            problems(MonitorSettings.fiddler.with(["FIDDLER_MODEL_UUID": value])) == [
                """
                FIDDLER_MODEL_UUID: is not a UUID, as Fiddler shows it on the model's card, such as \(Self.modelID)
                """
            ])
    }

    @Test func `A model is written as Fiddler writes it`() throws {
        let value = " \(Self.modelID.uppercased()) "
        #expect(try fiddler(MonitorSettings.fiddler.with(["FIDDLER_MODEL_UUID": value]))?.modelID == Self.modelID)
    }

    @Test(arguments: [("none", false), ("gzip", true), ("GZIP", true)])
    func `Bodies are compressed where that is asked for`(word: String, compresses: Bool) throws {
        let environment = MonitorSettings.fiddler.with(["RELAY_COMPRESSION": word])
        #expect(try fiddler(environment)?.compresses == compresses)
    }

    @Test func `Without the names of columns only a dry run begins`() throws {
        let environment = MonitorSettings.fiddler.with([
            "CAPTURE_INPUT_COLUMNS": nil, "CAPTURE_OUTPUT_COLUMNS": nil, "CAPTURE_ID_COLUMN": "id",
        ])
        #expect(problems(environment).map { $0.prefix(22) } == ["CAPTURE_INPUT_COLUMNS:"])
        _ = try Settings(environment: environment, isDryRun: true)
        for name in ["CAPTURE_OUTPUT_COLUMNS", "FIDDLER_MODEL_COLUMNS", "FIDDLER_MODEL_OUTPUT_COLUMN"] {
            #expect(problems(environment.with([name: "a"])).isEmpty)
            #expect(problems(environment.with([name: "a,,b"])).count == 1)
        }
    }
}
