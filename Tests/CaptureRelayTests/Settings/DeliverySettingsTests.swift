import Relay
import Testing

@testable import CaptureRelay

@Suite struct DeliverySettingsTests {
    @Test func `The settings of delivery are read`() throws {
        let settings = try Settings(environment: [
            "RELAY_CONCURRENCY": " 64 ", "RELAY_RETRY_STATUSES": "429, 503,429", "RELAY_RETRY_SECONDS": "2.5",
        ])
        #expect(settings.concurrency == 64)
        #expect(settings.retryStatuses == [429, 503])
        #expect(settings.retryBudget == .milliseconds(2500))
        #expect(settings.pipeline.concurrency == 64)
        #expect(settings.pipeline.retryBudget == .milliseconds(2500))
        #expect(try Settings(environment: ["RELAY_RETRY_SECONDS": "0"]).retryBudget == .zero)
    }

    @Test(arguments: ["0", "65", "many", "-1", "9999999999999999999999"])
    func `Another number of batches in flight is refused`(value: String) {
        #expect(problems(["RELAY_CONCURRENCY": value]).first?.hasPrefix("RELAY_CONCURRENCY: '\(value)' is") == true)
    }

    @Test(arguments: ["", " ", "399", "600", "429,", "429,,503", "429;503", "5xx", "0429", "٤٢٩"].dropFirst())
    func `What is no list of statuses is refused`(value: String) {
        let shown = value.trimmingPrefix(" ")
        #expect(
            problems(["RELAY_RETRY_STATUSES": value]) == [
                """
                RELAY_RETRY_STATUSES: '\(shown)' is not a list of statuses; it takes HTTP statuses from 400 to 599, \
                separated by commas, such as 429,503
                """
            ])
    }

    @Test(arguments: ["-1", "a minute", "86400"])
    func `Another time to try is refused`(value: String) {
        #expect(problems(["RELAY_RETRY_SECONDS": value]).first?.hasPrefix("RELAY_RETRY_SECONDS: '\(value)' is") == true)
    }

    @Test func `Words are checked whatever the sink`() {
        #expect(problems(["RELAY_COMPRESSION": "zstd"]).count == 1)
        #expect(problems(["RELAY_ALLOW_HTTP": "1"]).count == 1)
        #expect(problems(MonitorSettings.endpoint.with(["RELAY_COMPRESSION": "zstd"])).count == 1)
    }

    @Test func `A file is not compressed`() throws {
        #expect(
            try Settings(environment: ["RELAY_COMPRESSION": "gzip"]).warnings
                == ["RELAY_COMPRESSION: has no effect, since rows go to a file"])
        #expect(try Settings(environment: MonitorSettings.endpoint.with(["RELAY_COMPRESSION": "gzip"])).warnings == [])
    }
}
