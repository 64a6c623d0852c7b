import Testing

@testable import CaptureRelay

@Suite struct LambdaSettingsTests {
    @Test(arguments: [
        ("0", Duration.zero), ("10", .seconds(10)), (" 2.5 ", .milliseconds(2500)), ("899.999", .milliseconds(899_999)),
    ])
    func `The margin before the deadline is a number of seconds`(value: String, margin: Duration) throws {
        #expect(try Settings(environment: ["RELAY_DEADLINE_MARGIN": value]).deadlineMargin == margin)
    }

    @Test(arguments: ["-1", "+5", "5s", "1e2", "five", ".", "1.2.3", "٣"])
    func `What is no number of seconds is refused`(value: String) {
        #expect(
            problems(["RELAY_DEADLINE_MARGIN": value]) == [
                """
                RELAY_DEADLINE_MARGIN: '\(value)' is not a span of time; it takes a number of seconds, such as 10
                """
            ])
    }

    @Test(arguments: ["900", "3600", String(repeating: "9", count: 400)])
    func `A margin longer than any invocation is refused`(value: String) throws {
        let problem = try #require(problems(["RELAY_DEADLINE_MARGIN": value]).first)
        #expect(problem.hasPrefix("RELAY_DEADLINE_MARGIN: "))
    }

    @Test(arguments: [("report", QueueFailures.report), ("error", .error), ("Error", .error)])
    func `How failed messages are told is one of two words`(value: String, failures: QueueFailures) throws {
        #expect(try Settings(environment: ["RELAY_SQS_FAILURES": value]).queueFailures == failures)
        #expect(
            problems(["RELAY_SQS_FAILURES": "errors"]) == [
                """
                RELAY_SQS_FAILURES: 'errors' is not one of its words; it takes report or error; did you mean 'error'?
                """
            ])
    }

    @Test func `Unset, the margin depends on the time there is and messages are told by their ids`() throws {
        let settings = try Settings(environment: [:])
        #expect(settings.deadlineMargin == nil)
        #expect(settings.queueFailures == .report)
    }
}
