import JSON
import Relay
import TestSupport
import Testing

/// What a capture line says, in words.
struct Told: Equatable {
    var input = "absent"
    var output = "absent"
    var eventID: String?
    var inferenceID: String?
    var time: String?
    var kind = CaptureLine.Kind.capture
    var isShadow = false
    var captureData: String?
    var metadata: String?

    init(_ line: CaptureLine, _ bytes: Bytes) {
        func text(_ token: JSONScanner.StringToken?) -> String? { token.map { bytes.slice($0.start, $0.end).text } }
        func slot(_ slot: CaptureLine.Slot) -> String {
            guard slot.isPresent else { return "absent" }
            let payload =
                switch slot.payload {
                case .absent: "nothing"
                case .null: "null"
                case .text(let token): "'\(text(token) ?? "")'"
                case .value(let start, let end): bytes.slice(start, end).text
                }
            let hint = slot.hint
            let coding = (hint.isBase64 ? " in base64" : "") + (hint.isImage ? ", an image" : "")
            return "\(payload) as \(hint.form)\(coding)\(slot.hasContentType ? "" : ", no type")"
        }
        input = slot(line.input)
        output = slot(line.output)
        eventID = text(line.eventID)
        inferenceID = text(line.inferenceID)
        time = text(line.inferenceTime)
        kind = line.kind
        isShadow = line.isShadow
        captureData = line.captureData.map { bytes.slice($0.start, $0.end).text }
        metadata = line.metadata.map { bytes.slice($0.start, $0.end).text }
    }
}

private func told(_ text: String) throws -> Told {
    try reading(text) { bytes in
        var line = CaptureLine()
        try line.read(bytes)
        return Told(line, bytes)
    }
}

/// Reads a line.
func captureLine(_ text: String) throws -> CaptureLine {
    try reading(text) { bytes in
        var line = CaptureLine()
        try line.read(bytes)
        return line
    }
}

@Suite struct CaptureLineTests {
    private static let usual = """
        {"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"1,2","encoding":"CSV"},\
        "endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT","data":"0.5\\n","encoding":"CSV"}},\
        "eventMetadata":{"eventId":"e-1","inferenceId":"i-1","inferenceTime":"2026-01-02T03:04:05Z"},"eventVersion":"0"}
        """

    @Test(arguments: [
        usual, usual + "  \r", " \t" + usual,
        usual.replacing(":", with: " : ").replacing("03 : 04 : 05", with: "03:04:05"),
        usual.replacing(#""mode":"INPUT","#, with: ""), usual.replacing("{", with: "{ ").replacing("}", with: " }"),
        usual.replacing(#""eventVersion":"0""#, with: #""x":[{"captureData":1}],"":{},"x":null,"eventVersion":7"#),
    ])
    func `a line says the same however it is written`(text: String) throws {
        let told = try told(text)
        #expect(told.input == "'1,2' as csv")
        #expect(told.output == #"'0.5\n' as csv"#)
        #expect([told.eventID, told.inferenceID, told.time] == ["e-1", "i-1", "2026-01-02T03:04:05Z"])
    }

    @Test func `keys come in any order`() throws {
        let told = try told(
            """
            {"eventVersion":"0","eventMetadata":{"inferenceTime":"t","customAttributes":["a"],"eventId":"e"},"captureData":\
            {"endpointOutput":{"encoding":"JSON","data":"[1]"},"endpointInput":{"data":"x","observedContentType":"a/b"}}}
            """)
        #expect(told.input == "'x' as unknown")
        #expect(told.output == "'[1]' as json, no type")
        #expect([told.eventID, told.time] == ["e", "t"])
    }

    @Test(arguments: [
        ("null", "null as unknown, no type"), ("[1, 2]", "[1, 2] as unknown, no type"),
        ("-1.50", "-1.50 as unknown, no type"),
        ("true", "true as unknown, no type"),
        (#"{"a":"}"}"#, #"{"a":"}"} as unknown, no type"#), (#""""#, "'' as unknown, no type"),
    ])
    func `a payload can be any value`(data: String, input: String) throws {
        #expect(try told(#"{"captureData":{"endpointInput":{"data":\#(data)}}}"#).input == input)
    }

    @Test(arguments: [
        (#"{"captureData":{}}"#, "absent"), (#"{"captureData":{"endpointInput":null}}"#, "absent"),
        (#"{"captureData":{"endpointInput":[]}}"#, "absent"),
        (#"{"captureData":{"endpointInput":{}}}"#, "nothing as unknown, no type"),
        (
            #"{"captureData":{"endpointInput":{"observedContentType":null,"encoding":""}}}"#,
            "nothing as unknown, no type"
        ),
    ])
    func `a slot without a payload says so`(text: String, input: String) throws {
        let told = try told(text)
        #expect(told.input == input)
        #expect(told.output == "absent")
    }

    @Test(arguments: [
        "{}", #"{"captureData":null}"#, #"{"captureData":"x","eventMetadata":[]}"#, #"{"eventMetadata":{}}"#,
    ])
    func `a line without capture data is known as such`(text: String) throws {
        #expect(try !captureLine(text).hasCaptureData)
    }

    @Test(arguments: [
        (#"{"groundTruthData":{"data":"1"},"eventMetadata":{"eventId":"e"}}"#, CaptureLine.Kind.groundTruth),
        (#"{"groundTruthData":{},"captureData":{"endpointInput":{}}}"#, .groundTruth),
        (#"{"captureData":{"batchTransformOutput":{}},"groundTruthData":{}}"#, .groundTruth),
        (#"{"captureData":{"batchTransformOutput":{"data":"1","encoding":"CSV"}}}"#, .batchTransformOutput),
        (#"{"captureData":{"endpointInput":{"batchTransformOutput":1,"groundTruthData":2}}}"#, .capture),
        (#"{"captureData":{"x":{"groundTruthData":1}}}"#, .capture),
    ])
    func `lines of other kinds are told apart`(text: String, kind: CaptureLine.Kind) throws {
        #expect(try captureLine(text).kind == kind)
    }

    @Test(arguments: [
        (#""invocationSource":"ShadowExperiment""#, true), (#""invocationSource":"shadowexperiment""#, false),
        (#""invocationSource":"""#, false), (#""invocationSource":null"#, false),
        (#""other":"ShadowExperiment""#, false),
    ])
    func `a shadow variant is known by its source`(field: String, isShadow: Bool) throws {
        #expect(try captureLine(#"{"captureData":{},"eventMetadata":{\#(field)}}"#).isShadow == isShadow)
    }

    @Test(arguments: [#""eventId":"""#, #""eventId":null"#, #""eventId":7"#, #""eventId":{"a":1}"#])
    func `an id that is empty or no text is none`(field: String) throws {
        #expect(try told(#"{"captureData":{},"eventMetadata":{\#(field),"inferenceTime":"t"}}"#).eventID == nil)
    }

    @Test func `the metadata object is found whole`() throws {
        let text = #"{"eventMetadata" : {"eventId":"e","x":{"y":[1]}} ,"captureData":{}}"#
        let place = try #require(try captureLine(text).metadata)
        let found = reading(text) { $0.slice(place.start, place.end).text }
        #expect(found == #"{"eventId":"e","x":{"y":[1]}}"#)
    }

    @Test func `nothing of a line before is left`() throws {
        var line = CaptureLine()
        try reading(Self.usual) { try line.read($0) }
        try reading(#"{"groundTruthData":{}}"#) { try line.read($0) }
        #expect(!line.input.isPresent && !line.output.isPresent && !line.hasCaptureData)
        #expect(line.eventID == nil && line.inferenceID == nil && line.inferenceTime == nil && line.metadata == nil)
    }
}
