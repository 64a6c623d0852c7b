import Relay
import Testing

@Suite struct LabelMappingTests {
    @Test(arguments: [
        ("1", "CSV", #""1""#), ("churned\n", "CSV", #""churned""#), (#"{"label":1}"#, "JSON", "1"),
        (#"{"instances":[{"label":0}]}"#, "JSON", "0"), ("MQ==", "BASE64", #""1""#), ("0.10", "JSON", "0.10"),
        (#"{"label":"é","other":2}"#, "JSON", #""é""#), (#"[{"label":true}]"#, "JSON", "true"),
        (#"{"label":null}"#, "JSON", "null"),
    ])
    func `one label becomes one row under the id of its inference`(data: String, encoding: String, value: String) throws
    {
        let rows = try Labelled("label").rows(of: Labelled.line(data, encoding: encoding))
        #expect(rows == [#"{"id":"e-1","label":\#(value)}"#])
    }

    @Test(arguments: [
        ("0\n1\n", "CSV", ["\"0\"", "\"1\""]), (#"{"instances":[{"label":0},{"label":1}]}"#, "JSON", ["0", "1"]),
        ("{\"label\":0}\n{\"label\":1}", "JSON", ["0", "1"]), ("label\n0\n1", "CSV", ["\"0\"", "\"1\""]),
    ])
    func `several labels get the ids of the rows of their inference`(
        data: String, encoding: String, values: [String]
    ) throws {
        let rows = try Labelled("label", id: "event_id").rows(of: Labelled.line(data, encoding: encoding))
        #expect(rows == values.enumerated().map { #"{"event_id":"e-1-\#($0)","label":\#($1)}"# })
    }

    @Test func `paths, types and columns that may be missing are those of captures`() throws {
        let labels = Labelled("y=truth[].y,why?=truth[].why", types: "y:int")
        let line = Labelled.line(#"{"truth":[{"y":"7","why":"seen"},{"y":8.0}]}"#, encoding: "JSON")
        #expect(
            try labels.rows(of: line) == [
                #"{"id":"e-1-0","y":7,"why":"seen"}"#, #"{"id":"e-1-1","y":8,"why":null}"#,
            ])
    }

    @Test func `an array of documents and data that is no text are read as well`() throws {
        let line = #"{"groundTruthData":{"data":{"label":1}},"eventMetadata":{"eventId":"a\"b"}}"#
        #expect(try Labelled("label").rows(of: line) == [#"{"id":"a\"b","label":1}"#])
    }

    @Test func `the values alone are written where the names are said elsewhere`() throws {
        var labels = Labelled("y,z")
        labels.settings.form = .values
        #expect(try labels.rows(of: Labelled.line("1,2\n3,4")) == [#"["1","2"]"#, #"["3","4"]"#])
    }

    @Test(arguments: [
        (Labelled.line("1", id: nil), LineProblem.Reason.missingID), (Labelled.line("1", id: ""), .missingID),
        (Labelled.line(""), .emptyPayload), (Labelled.line("1,2"), .ambiguous), (Labelled.line("x"), .refusedValue),
        (Labelled.line("0\nx"), .refusedValue), (Labelled.line(#"{"other":1}"#, encoding: "JSON"), .missingColumn),
        (#"{"groundTruthData":"1","eventMetadata":{"eventId":"a"}}"#, .missingPayload),
        (#"{"groundTruthData":{"data":"1","data":"2"},"eventMetadata":{"eventId":"a"}}"#, .duplicateKey),
        (#"{"eventMetadata":{"eventId":"a"}}"#, .notALabel), ("garbage", .notACapture),
        (#"{"groundTruthData":"#, .notJSON),
        (Labelled.line("%%%", encoding: "BASE64"), .undecodableBase64),
    ])
    func `what is no label of an inference is refused`(line: String, reason: LineProblem.Reason) {
        #expect(Labelled("label", types: "label:int").problem(of: line)?.reason == reason)
    }

    @Test func `an array that could be one value or a row each is not guessed`() {
        let line = Labelled.line(#"{"label":[0,1]}"#, encoding: "JSON")
        #expect(Labelled("label").problem(of: line)?.reason == .ambiguous)
        #expect(Labelled("label", types: "label:int").problem(of: line) == nil)
    }

    @Test func `an object of columns that may be missing and are is no row`() throws {
        let line = Labelled.line(#"{"instances":[{"label":0},{"label":1}]}"#, encoding: "JSON")
        #expect(try Labelled("label?").rows(of: line).count == 2)
        #expect(Labelled("label?").problem(of: Labelled.line("{}", encoding: "JSON"))?.reason == .missingColumn)
    }
}
