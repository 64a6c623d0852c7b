import Foundation
import Testing

@testable import CaptureRelay

@Suite struct IdentityTests {
    private func identity(_ environment: [String: String], files: [String: String] = [:]) throws -> String {
        try Settings(environment: environment, readFile: reading(files)).identity
    }

    /// These texts are a promise: with another one, kept progress of an earlier release would not be found again.
    @Test func `It tells place and mapping in a form that does not change`() throws {
        #expect(try identity([:]) == "sink=file\npath=-\n")
        let mapping = [
            "CAPTURE_TIMESTAMP_COLUMN": "at", "CAPTURE_TIMESTAMP_FORMAT": "Epoch-MS", "CAPTURE_ID_COLUMN": "id",
            "CAPTURE_METADATA_COLUMNS": "endpoint=key.endpoint", "CAPTURE_COLUMN_TYPES": "age:int",
            "CAPTURE_SHADOW": "relay",
        ]
        #expect(
            try identity(MonitorSettings.fiddler.merging(mapping) { $1 }) == """
                sink=fiddler
                host=example.fiddler.ai
                model=6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60
                CAPTURE_INPUT_COLUMNS=age,income
                CAPTURE_OUTPUT_COLUMNS=score
                CAPTURE_TIMESTAMP_COLUMN=at
                CAPTURE_TIMESTAMP_FORMAT=epoch-ms
                CAPTURE_ID_COLUMN=id
                CAPTURE_METADATA_COLUMNS=endpoint=key.endpoint
                CAPTURE_COLUMN_TYPES=age:int
                CAPTURE_SHADOW=relay

                """)
        let url = "https://monitor.example.com:8443/rows?key=hidden"
        #expect(
            try identity(MonitorSettings.endpoint.with(["MONITOR_URL": url])) == """
                sink=http
                host=monitor.example.com:8443
                path=/rows
                CAPTURE_INPUT_COLUMNS=age,income
                CAPTURE_OUTPUT_COLUMNS=score

                """)
    }

    @Test func `Aliases, files, blanks and defaults that are written out make no difference`() throws {
        let plain = try identity(["CAPTURE_INPUT_COLUMNS": "a,b", "CAPTURE_TIMESTAMP_COLUMN": "at"])
        #expect(try identity(["FIDDLER_MODEL_COLUMNS": " a,b\n", "FIDDLER_TIMESTAMP_COLUMN": " at"]) == plain)
        let others = [
            "FIDDLER_MODEL_COLUMNS": "@columns", "CAPTURE_TIMESTAMP_COLUMN": "at", "CAPTURE_SHADOW": "skip",
            "CAPTURE_TIMESTAMP_FORMAT": "iso8601",
        ]
        #expect(try identity(others, files: ["columns": "a,b\n"]) == plain)
    }

    @Test func `A line break in a list begins no line`() throws {
        let text = try identity(["CAPTURE_INPUT_COLUMNS": "@c"], files: ["c": "a\n\"b\\\"\r\nc"])
        #expect(text == "sink=file\npath=-\nCAPTURE_INPUT_COLUMNS=a\\n\"b\\\\\"\\r\\nc\n")
    }

    @Test(arguments: [
        ["FIDDLER_URL": "https://other.fiddler.ai"], ["FIDDLER_MODEL_UUID": "00000000-3d2b-4c8a-9f70-1b2c3d4e5f60"],
        ["CAPTURE_INPUT_COLUMNS": "income,age"], ["CAPTURE_COLUMN_TYPES": "age:int"], ["CAPTURE_SHADOW": "relay"],
        ["CAPTURE_ID_COLUMN": "id"], ["CAPTURE_METADATA_COLUMNS": "uri=object.uri"],
    ])
    func `Another place or mapping is told from it`(change: [String: String]) throws {
        let changed = try identity(MonitorSettings.fiddler.merging(change) { $1 })
        #expect(try changed != identity(MonitorSettings.fiddler))
    }

    @Test(arguments: [
        ["FIDDLER_TOKEN": "def"], ["RELAY_BATCH_ROWS": "1"], ["RELAY_BATCH_BYTES": "1KB"], ["RELAY_CONCURRENCY": "1"],
        ["RELAY_COMPRESSION": "gzip"], ["RELAY_RETRY_SECONDS": "1"], ["RELAY_KEY_PREFIX": "a"],
        ["RELAY_STATE_URL": "file:///a"], ["RELAY_LINE_LIMIT": "1MiB"],
        ["FIDDLER_URL": "https://Example.fiddler.ai:443/"],
    ])
    func `How rows are sent makes no difference`(change: [String: String]) throws {
        let changed = try identity(MonitorSettings.fiddler.merging(change) { $1 })
        #expect(try changed == identity(MonitorSettings.fiddler))
    }

    @Test func `A query and headers that name a tenant tell its rows from those of others`() throws {
        func of(_ url: String, _ headers: String? = nil) throws -> String {
            try identity(MonitorSettings.endpoint.with(["MONITOR_URL": url, "MONITOR_HEADERS": headers]))
        }
        let url = "https://monitor.example.com/rows"
        let texts = try [
            of(url), of("\(url)?model=a"), of("\(url)?model=b"), of(url, #"{"X-Tenant":"a"}"#),
            of(url, #"{"X-Tenant":"b"}"#),
        ]
        #expect(Set(texts).count == 5)
        #expect(try of("\(url)?model=a&api_key=new", #"{"X-Auth-Token":"new"}"#) == texts[1])
    }

    @Test func `A file is the same wherever its name is said`() throws {
        let path = FileManager.default.currentDirectoryPath + "/rows.jsonl"
        #expect(try identity(["RELAY_FILE": "rows.jsonl"]) == identity(["RELAY_FILE": path]))
    }
}
