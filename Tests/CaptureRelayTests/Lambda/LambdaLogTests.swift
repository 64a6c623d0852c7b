import JSON
import Lambda
import Relay
import TestSupport
import Testing

@testable import CaptureRelay

/// A log that is kept in memory.
private final class Lines: Sendable {
    private let kept = Shared<[String]>([])

    var lines: [String] { kept.value }

    func log(_ format: LogFormat) -> LambdaLog {
        LambdaLog(format: format, wallMilliseconds: { 1_795_255_058_007 }, output: { self.kept.value.append($0) })
    }
}

@Suite struct LambdaLogTests {
    private let lines = Lines()
    private let invocation = Lambda.Invocation(requestID: "r-1", deadline: .now, traceID: "Root=1;\"x\"", event: [])

    @Test(arguments: [(LogLevel.debug, "DEBUG"), (.info, "INFO"), (.warning, "WARN"), (.error, "ERROR")])
    func `A text line has the level as Lambda names it, the request and the message`(level: LogLevel, name: String) {
        let log = lines.log(.text)
        log.level = .debug
        log.write(level, "before")
        log.begin(invocation)
        log.write(level, "within")
        #expect(log.requestID == "r-1")
        log.end()
        #expect(log.requestID == nil)
        log.write(level, "after")
        #expect(lines.lines == ["\(name) before\n", "\(name) RequestId: r-1 within\n", "\(name) after\n"])
    }

    @Test func `A text line shows what would end it or change the screen`() {
        lines.log(.text).write(.info, "a\nERROR forged\u{1B}[31m")
        #expect(lines.lines == ["INFO a\\nERROR forged\\x1b[31m\n"])
    }

    @Test(arguments: [(LogLevel.debug, "DEBUG"), (.info, "INFO"), (.warning, "WARN"), (.error, "ERROR")])
    func `A JSON line has Lambda's fields`(level: LogLevel, name: String) throws {
        let log = lines.log(.json)
        log.level = .debug
        log.begin(invocation)
        log.write(level, "a \"b\"\n\u{1}漢")
        let line = try #require(lines.lines.first)
        #expect(line.hasSuffix("}\n") && line.count { $0 == "\n" } == 1)
        let members = try #require(try JSONValue(parsing: line).members)
        let expected = [
            ("timestamp", "2026-11-21T09:57:38.007Z"), ("level", name), ("message", "a \"b\"\n\u{1}漢"),
            ("requestId", "r-1"), ("traceId", "Root=1;\"x\""),
        ]
        #expect(members == expected.map { JSONValue.Member(key: $0, value: .string($1)) })
    }

    @Test func `A JSON line outside an invocation names none`() throws {
        let log = lines.log(.json)
        log.begin(invocation)
        log.begin(Lambda.Invocation(requestID: "r-2", deadline: .now, event: []))
        log.write(.info, "no trace")
        log.end()
        log.write(.info, "no request")
        let keys = try lines.lines.map { try JSONValue(parsing: $0).members?.map(\.key) }
        #expect(
            keys == [["timestamp", "level", "message", "requestId"], ["timestamp", "level", "message"]])
    }

    @Test func `A message whose level is not wanted is not even made, and there is no progress`() {
        func unwanted() -> String {
            Issue.record("the message was made")
            return ""
        }
        let log = lines.log(.text)
        log.write(.debug, unwanted())
        log.progress(ObjectReference(bucket: "b", key: "k"), bytes: 1, lines: 1)
        #expect(lines.lines.isEmpty)
    }

    @Test(
        arguments: [(String?, LogFormat)]([
            ("JSON", .json), ("json", .json), ("Text", .text), ("", .text), (nil, .text),
        ]))
    func `The format is Lambda's`(value: String?, format: LogFormat) {
        var environment = ["PATH": "/bin"]
        environment["AWS_LAMBDA_LOG_FORMAT"] = value
        #expect(LogFormat(environment) == format)
    }
}
