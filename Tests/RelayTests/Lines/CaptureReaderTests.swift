import JSON
import TestSupport
import Testing

@testable import Relay

/// Whatever came before, a line says what it says alone.
@Suite struct CaptureReaderTests {
    private static let usual = CaptureText()

    private static let others = [
        usual.line.replacing("text/csv", with: "text/plain"), usual.line + " ", " " + usual.line,
        usual.line.replacing("CSV", with: "JSON"), usual.line.replacing("}}", with: "} }"),
        String(usual.line.dropLast()), usual.line + "x", usual.line.replacing("\"data\"", with: "\"Data\""),
        usual.line.replacing("\"eventVersion\":\"0\"", with: "\"eventVersion\":\"1\""),
        usual.line.replacing("\"eventId\"", with: "\"invocationSource\":\"ShadowExperiment\",\"eventId\""),
        usual.line.replacing("\"eventId\"", with: "\"eventId\":\"0\",\"eventId\""),
        usual.line.replacing("endpointInput", with: "endpoint\\u0049nput"), "", "{}", "[]", "{\"captureData\":1}",
        "{\"groundTruthData\":{\"data\":\"1\"},\"eventMetadata\":{\"eventId\":\"e\"}}",
        usual.line.replacing("\"0.5\"", with: "0.5"), usual.line.replacing("\"0.5\"", with: "null"),
    ]

    @Test func `lines that are alike, and others between them, are read as each is alone`() throws {
        var random = SeededGenerator(seed: 23)
        var reader = CaptureReader()
        for round in 0..<4000 {
            if round % 50 == 0 { reader.begin() }
            var text = Self.usual
            text.vary(&random)
            let other = Self.others.randomElement(using: &random) ?? ""
            let line = Int.random(in: 0..<8, using: &random) == 0 ? other : text.line
            #expect(told(line, by: &reader) == told(line), "\(line)")
        }
    }

    @Test(arguments: [
        #"1\n2"#, #"\"a\",\u0041"#, "", "한국", #"a\"#, "a\"b", "a\u{1}b", #"\ud800"#, #"\x"#,
        String(repeating: "7,", count: 200),
    ])
    func `a value may be any text, and a broken one breaks its own line only`(value: String) throws {
        var reader = CaptureReader()
        for text in ["1,2", value, "3", value, value, "4,5"] {
            for place in CaptureText.places {
                var line = Self.usual
                line.texts[place] = text
                #expect(told(line.line, by: &reader) == told(line.line), "\(line.line)")
            }
        }
    }

    @Test func `where no two lines are alike, each is read all the same`() throws {
        var reader = CaptureReader()
        for number in 0..<100 {
            var text = Self.usual
            text.tail = "\(number)"
            #expect(told(text.line, by: &reader) == told(text.line))
        }
    }

    private func told(_ text: String, by reader: inout CaptureReader) -> String {
        reading(text) { bytes in
            do throws(LineProblem) { try reader.read(bytes) } catch { return "\(error)" }
            return "\(Told(reader.line, bytes))"
        }
    }

    private func told(_ text: String) -> String {
        reading(text) { bytes in
            var line = CaptureLine()
            do throws(LineProblem) { try line.read(bytes) } catch { return "\(error)" }
            return "\(Told(line, bytes))"
        }
    }
}

/// A capture as SageMaker writes it.
private struct CaptureText {
    static let places = ["input", "output", "event", "inference", "time"]

    var texts = ["input": "1,2", "output": "0.5", "event": "e-1", "inference": "i-1", "time": "2026-01-02T03:04:05Z"]
    var tail = "0"

    var line: String {
        func text(_ place: String) -> String { texts[place] ?? "" }
        return """
            {"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"\(text("input"))",\
            "encoding":"CSV"},"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT",\
            "data":"\(text("output"))","encoding":"CSV"}},"eventMetadata":{"eventId":"\(text("event"))","inferenceId":\
            "\(text("inference"))","inferenceTime":"\(text("time"))"},"eventVersion":"\(tail)"}
            """
    }

    mutating func vary(_ random: inout SeededGenerator) {
        for place in Self.places {
            let length = Int.random(in: 0...40, using: &random)
            let letters = Int.random(in: 0..<4, using: &random) == 0 ? #"1,\n"# : "1234567,.-"
            let text = (0..<length).map { _ in letters.randomElement(using: &random) ?? "1" }
            texts[place] = String(text)
        }
        if Int.random(in: 0..<20, using: &random) == 0 { tail = "1" }
    }
}
