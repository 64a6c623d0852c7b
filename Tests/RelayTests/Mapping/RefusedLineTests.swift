import Relay
import Testing

/// Lines that are quarantined or ignored whatever the columns are.
@Suite struct RefusedLineTests {
    private static let mapped = Mapped("a", "y")

    @Test(arguments: [
        ("null", LineProblem.Reason.notACapture), ("17", .notACapture), (#""text""#, .notACapture),
        ("[]", .notACapture),
        ("{}", .notACapture), (#"{"captureData":null}"#, .notACapture), (#"{"captureData":[]}"#, .notACapture),
        (#"{"captureData":{}}"#, .missingPayload), (#"{"captureData":{"endpointInput":null}}"#, .missingPayload),
        ("{", .notJSON), (#"{"captureData":{}"#, .notJSON), (#"{"captureData":{}} x"#, .notJSON),
        (#"{"captureData":{}}{"captureData":{}}"#, .notJSON), (#"{"captureData":{},}"#, .notJSON),
        (#"{"captureData":NaN}"#, .notJSON), ("{\"a\":\"\u{1}\",\"captureData\":{}}", .notJSON),
    ])
    func `what is no capture says why`(line: String, reason: LineProblem.Reason) {
        #expect(Self.mapped.refusal(of: line) == reason)
        #expect(Mapped().refusal(of: line) == reason)
        #expect(Self.mapped.problem(of: line)?.detail.isEmpty == false)
    }

    @Test func `two captures in one line are never one`() {
        let line = Captured.csv("1", "2")
        #expect(Self.mapped.refusal(of: line + line) == .notJSON)
    }

    @Test(
        arguments: [
            (nil, Captured.Slot.csv("1"), LineProblem.Reason.missingPayload), (.csv("1"), nil, .missingPayload),
            (.csv("1"), .raw("null"), .missingPayload), (.csv(""), .csv("1"), .emptyPayload),
            (.csv("1"), .csv("\n"), .emptyPayload), (.csv("1"), .base64(""), .emptyPayload),
            (.json("[]"), .json("[1]"), .emptyPayload), (.json(#"{"a":1"#), .json("[1]"), .malformedPayload),
            (.raw(#""[1""#), .csv("1"), .malformedPayload), (.csv("1"), .base64(#"{"y":1"#), .malformedPayload),
            (.csv("\"1"), .csv("2"), .malformedPayload), (.csv("\"1\"x"), .csv("2"), .malformedPayload),
            (.csv("1"), .binary([0x93, 0x4E, 0x55]), .malformedPayload),
            (.csv("1"), .raw(#""@@@@""#, encoding: "BASE64"), .undecodableBase64),
            (.csv("1"), .raw(#""MQ=""#, encoding: "BASE64"), .undecodableBase64),
            (.csv("1"), .raw(#""MR==""#, encoding: "BASE64"), .undecodableBase64),
            (.csv("1"), .raw(#""MQ==MQ==""#, encoding: "BASE64"), .undecodableBase64),
        ] as [(Captured.Slot?, Captured.Slot?, LineProblem.Reason)])
    func `a slot that cannot be read says why`(
        input: Captured.Slot?,
        output: Captured.Slot?,
        reason: LineProblem.Reason
    ) {
        #expect(Self.mapped.refusal(of: Captured.line(input, output)) == reason)
    }

    @Test(arguments: ["WzAuNV0=", "WzAuNV0", "Wz\\nAu\\r\\nNV0 =", "WzAuNV0\\u003d"])
    func `base64 may be wrapped and unpadded`(data: String) throws {
        let line = Captured.line(.csv("1"), .raw(#""\#(data)""#, encoding: "base64"))
        #expect(try Self.mapped.rows(of: line) == [#"{"a":"1","y":0.5}"#])
    }

    @Test func `base64 may be of the alphabet for URLs`() throws {
        let line = Captured.line(.csv("1"), .raw(#""Ij8_Pj4i""#, type: #""text/csv""#, encoding: "BASE64"))
        #expect(try Self.mapped.rows(of: line) == [#"{"a":"1","y":"??>>"}"#])
    }

    @Test func `a slot without columns may be absent, empty or broken`() throws {
        for other in [nil, Captured.Slot.csv(""), .csv("\"x"), .raw("null")] as [Captured.Slot?] {
            #expect(try Mapped("a", "").rows(of: Captured.line(.csv("1"), other)) == [#"{"a":"1"}"#])
        }
    }

    @Test(arguments: ["null", nil] as [String?])
    func `a failed invocation is no prediction`(type: String?) {
        let body = Captured.Slot.base64(#"{"code": 500, "message": "out of memory"}"#)
        let answer = Captured.Slot.raw(body.data, type: type, encoding: "BASE64")
        #expect(Self.mapped.refusal(of: Captured.line(.csv("1"), answer)) == .failedInvocation)
        #expect(Mapped().refusal(of: Captured.line(.csv("1"), answer)) == .failedInvocation)
        #expect(Mapped("a", "").refusal(of: Captured.line(.csv("1"), answer)) == .failedInvocation)
    }

    @Test func `an answer with code and message under a content type is one`() throws {
        let line = Captured.json(#"{"a":1}"#, #"{"code":7,"message":"fine"}"#)
        #expect(try Mapped("a", "code").rows(of: line) == [#"{"a":1,"code":7}"#])
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        var bytes = Array(Captured.csv("caf?", "1").utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "?") { bytes[index] = 0xE9 }
        #expect(throws: LineProblem(.invalidUTF8, "the line is not UTF-8")) { try Self.mapped.rows(of: bytes) }
    }

    @Test func `nesting has its limit`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let mapped = Mapped("a,b", "y")
        let deep = Captured.json(#"{"a":\#(nested(511)),"b":1}"#, "[1]")
        #expect(try mapped.rows(of: deep) == [#"{"a":\#(nested(511)),"b":1,"y":1}"#])
        #expect(mapped.refusal(of: Captured.json(#"{"a":\#(nested(512)),"b":1}"#, "[1]")) == .malformedPayload)
        #expect(mapped.refusal(of: Captured.json(nested(20_000), "[1]")) == .malformedPayload)
        let line = #"{"captureData":{},"x":\#(nested(513))}"#
        #expect(mapped.refusal(of: line) == .notJSON)
    }

    @Test func `shadow variants are relayed on demand`() throws {
        let line = Captured.line(.csv("1"), .csv("2"), metadata: #""invocationSource":"ShadowExperiment""#)
        #expect(try Self.mapped.reasonForIgnoring(line) == "shadow variant")
        #expect(try Mapped("a", "y", relaysShadow: true).rows(of: line) == [#"{"a":"1","y":"2"}"#])
        let other = line.replacing("ShadowExperiment", with: "Production")
        #expect(try Self.mapped.rows(of: other) == [#"{"a":"1","y":"2"}"#])
    }
}
