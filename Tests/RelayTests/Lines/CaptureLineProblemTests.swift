import JSON
import Relay
import TestSupport
import Testing

/// Why a line is refused, if it is.
private func problem(_ text: String) -> LineProblem.Reason? {
    do {
        _ = try captureLine(text)
        return nil
    } catch {
        return (error as? LineProblem)?.reason
    }
}

@Suite struct CaptureLineProblemTests {
    @Test(arguments: [
        #"{"captureData":{},"captureData":{}}"#, #"{"eventMetadata":{},"x":1,"eventMetadata":{}}"#,
        #"{"captureData":{"endpointInput":{},"endpointInput":{}}}"#,
        #"{"captureData":{"endpointOutput":null,"endpointOutput":{}}}"#,
        #"{"captureData":{"endpointInput":{"data":"1","data":"1"}}}"#,
        #"{"captureData":{"endpointOutput":{"encoding":"CSV","data":"1","encoding":"CSV"}}}"#,
        #"{"captureData":{"endpointInput":{"data":"1","data":"2"},"endpointOutput":{"data":"1"}}}"#,
        #"{"eventMetadata":{"eventId":"a","eventId":"b"}}"#,
        #"{"eventMetadata":{"inferenceTime":"a", "inferenceTime" : "b"}}"#,
        #"{"captureData":{"endpointInput":{"data":"1","d\u0061ta":"2"}}}"#,
    ])
    func `a key that matters and is there twice is refused`(text: String) {
        #expect(problem(text) == .duplicateKey)
    }

    @Test(arguments: ["", " ", "null", "1", "\"x\"", "[]", "true", "garbage", "\u{FEFF}{}"])
    func `what is no object is no capture`(text: String) {
        #expect(problem(text) == .notACapture)
    }

    @Test(arguments: [
        "{", "{}}", "{}{}", "{} x", #"{"captureData":{}"#, #"{"captureData"}"#,
        #"{"captureData":{"endpointInput":{"data":"1}"#,
        #"{"captureData":{},}"#, #"{"captureData":{"endpointInput":{"data":01}}}"#, #"{"a":NaN}"#, "{\"a\":\"\u{1}\"}",
        #"{"captureData":{"endpointInput":{"encoding":}}}"#, #"{"eventMetadata":{"eventId" "e"}}"#,
    ])
    func `what is no JSON is refused as such`(text: String) {
        #expect(problem(text) == .notJSON)
    }

    @Test func `a line that was cut off is no JSON wherever it was cut`() {
        let text =
            #"{"captureData":{"endpointInput":{"data":"1","encoding":"CSV"}},"eventMetadata":{"eventId":"e"},"x":[true]}"#
        for end in 1..<text.utf8.count {
            #expect(problem(String(text.prefix(end))) == .notJSON, "cut at byte \(end)")
        }
    }

    @Test(arguments: [(1, nil), (511, nil), (513, .notJSON), (20_000, .notJSON)] as [(Int, LineProblem.Reason?)])
    func `a line that is nested too deep is refused`(depth: Int, reason: LineProblem.Reason?) {
        let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(problem(#"{"captureData":{},"x":\#(value)}"#) == reason)
        #expect(problem(#"{"captureData":{"endpointInput":{"data":[\#(value)]}}}"#) == reason)
    }
}
