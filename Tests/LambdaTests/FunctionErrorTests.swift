import JSON
import Testing

@testable import Lambda

@Suite struct FunctionErrorTests {
    @Test(arguments: [
        ("Function.NotDelivered", "Function.NotDelivered"), ("Runtime.InvalidSettings", "Runtime.InvalidSettings"),
        ("NotDelivered", "Function.NotDelivered"), ("Function.not_delivered", "Function.NotDelivered"),
        ("Runtime.not delivered 2", "Runtime.NotDelivered"), ("Lambda.Gone.Bad", "Function.LambdaGoneBad"),
        ("function.Bad", "Function.FunctionBad"), ("Function.é\r\nX-Y: z", "Function.XYZ"), ("", "Function.Unknown"),
        ("Function.", "Function.Unknown"), ("Function.A", "Function.Unknown"), ("Runtime.404", "Runtime.Unknown"),
    ])
    func `A type gets the form that Lambda takes`(type: String, reported: String) throws {
        let error = FunctionError(type: type, message: "")
        #expect(error.reportedType == reported)
        #expect(error.reportedType.wholeMatch(of: /(Runtime|Function)\.[A-Z][a-zA-Z]+/) != nil)
    }

    @Test(arguments: [
        "", "plain", "a \"quoted\" \\ word", "line\nline\r\n\ttab", String(decoding: 0..<0x20, as: UTF8.self),
        "\u{7F}\u{85}\u{2028}\u{202E}", "한글 🙂", String(decoding: [0x61, 0xFF, 0xC3, 0x62], as: UTF8.self),
    ])
    func `The report is JSON whatever the message`(message: String) throws {
        let report = FunctionError(type: "Function.Bad", message: message).report
        let json = try JSONValue(parsing: String(decoding: report, as: UTF8.self))
        #expect(
            json
                == .object([
                    .init(key: "errorMessage", value: .string(message)),
                    .init(key: "errorType", value: .string("Function.Bad")),
                    .init(key: "stackTrace", value: .array([])),
                ]))
        #expect(!report.contains { $0 < 0x20 })
    }

    @Test func `A message of any length is shortened, also in the middle of a character`() throws {
        let message = "x" + String(repeating: "漢", count: 1 << 20)
        let report = FunctionError(type: "Function.Bad", message: message).report
        #expect(report.count < 17 << 10)
        let text = try JSONValue(parsing: String(decoding: report, as: UTF8.self))["errorMessage"]?.string
        #expect(text?.hasPrefix("x漢漢") == true)
        #expect(text?.hasSuffix("…") == true)
    }
}
