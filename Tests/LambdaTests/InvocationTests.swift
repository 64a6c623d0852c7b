import HTTP
import Testing

@testable import Lambda

@Suite struct InvocationTests {
    private static let wall = 1_800_000_000_000
    private let now = ContinuousClock.Instant.now

    private func read(_ fields: HTTPFields) -> Invocation? {
        Invocation(HTTPResponse(status: 200, fields: fields, body: [1, 2]), now: now, wallMilliseconds: Self.wall)
    }

    @Test func `Everything that the Runtime API says is handed on`() throws {
        let invocation = try #require(
            read([
                "lambda-runtime-aws-request-id": "r-1", "LAMBDA-RUNTIME-INVOKED-FUNCTION-ARN": "arn:f",
                "Lambda-Runtime-Trace-Id": "Root=1", "Lambda-Runtime-Invocation-Id": "i-1",
            ]))
        #expect(invocation.requestID == "r-1")
        #expect(invocation.functionARN == "arn:f")
        #expect(invocation.traceID == "Root=1")
        #expect(invocation.invocationID == "i-1")
        #expect(invocation.event == [1, 2])
    }

    @Test func `An empty field counts as missing`() throws {
        let fields: HTTPFields = [
            "Lambda-Runtime-Aws-Request-Id": "r", "Lambda-Runtime-Trace-Id": "", "Lambda-Runtime-Invocation-Id": "",
        ]
        let invocation = try #require(read(fields))
        #expect(invocation.traceID == nil)
        #expect(invocation.invocationID == nil)
        #expect(read(["Lambda-Runtime-Aws-Request-Id": ""]) == nil)
        #expect(read([:]) == nil)
    }

    @Test(
        arguments: [(String?, Duration)]([
            ("\(wall + 3_500)", Duration.milliseconds(3_500)), ("\(wall)", .zero), ("\(wall - 1)", .zero),
            ("\(wall + 900_000)", .seconds(900)), ("\(wall + 46 * 86_400_000)", .seconds(900)),
            ("9223372036854775807", .seconds(900)), ("92233720368547758070", .seconds(900)), ("0", .seconds(900)),
            ("-9223372036854775808", .seconds(900)), ("soon", .seconds(900)), ("", .seconds(900)), (nil, .seconds(900)),
        ]))
    func `The deadline of the wall clock becomes one of our own, at most 15 minutes away`(
        text: String?,
        left: Duration
    ) throws {
        var fields: HTTPFields = ["Lambda-Runtime-Aws-Request-Id": "r"]
        fields["Lambda-Runtime-Deadline-Ms"] = text
        #expect(try #require(read(fields)).deadline == now + left)
    }
}
