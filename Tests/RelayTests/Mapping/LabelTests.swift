import Relay
import Testing

/// Encoding and content type are hints; the content decides.
@Suite struct LabelTests {
    @Test(arguments: [
        Captured.Slot.raw(#""{\"a\":1,\"b\":2}""#, type: #""text/csv""#, encoding: "CSV"),
        .raw(#""[1,2]""#, type: #""text/csv; charset=utf-8""#, encoding: "CSV"),
        .raw(#""\n [1, 2]\n""#, encoding: "csv"), .raw(#""[1,2]""#), .raw("[1,2]"), .raw(#"{"b":2,"a":1}"#),
        .raw(#""\ufeff[1,2]""#, encoding: "JSON"),
        .base64("[1,2]", type: "text/html; charset=utf-8"), .raw(#""[1,2]""#, type: "null", encoding: "NONE"),
    ])
    func `JSON under another label is JSON`(input: Captured.Slot) throws {
        #expect(try Mapped("a,b", "y").rows(of: Captured.line(input, .csv("3"))) == [#"{"a":1,"b":2,"y":"3"}"#])
    }

    @Test(arguments: [
        Captured.Slot.raw(#""1,2""#, type: #""application/json""#, encoding: "JSON"), .raw(#""1,2""#, encoding: "Csv"),
        .raw(#""1,2""#, encoding: "NONE"), .raw(#""1,2""#), .raw(#""1,2\n""#, type: #""TEXT/CSV""#),
        .raw(#""\ufeff1,2""#, encoding: "CSV"), .base64("1,2", type: "application/x-npy"),
    ])
    func `CSV under another label is CSV`(input: Captured.Slot) throws {
        #expect(try Mapped("a,b", "y").rows(of: Captured.line(input, .csv("3"))) == [#"{"a":"1","b":"2","y":"3"}"#])
    }

    @Test func `what says CSV and begins with a brace may be CSV`() throws {
        let line = Captured.csv("{x},[1", "3")
        #expect(try Mapped("a,b", "y").rows(of: line) == [#"{"a":"{x}","b":"[1","y":"3"}"#])
    }

    @Test func `JSON of one value is one value`() throws {
        for (token, value) in [("7", "7"), (#""x""#, #""x""#), ("true", "true"), ("null", "null")] {
            let line = Captured.line(.json(token), .csv("3"))
            #expect(try Mapped("a", "y").rows(of: line) == [#"{"a":\#(value),"y":"3"}"#])
        }
    }

    @Test func `JSON Lines may be of plain values`() throws {
        let rows = try Mapped("a", "y").rows(of: Captured.json("1\n2\n", "3\r\n4"))
        #expect(rows == [#"{"a":1,"y":3}"#, #"{"a":2,"y":4}"#])
    }

    @Test func `spaces and the order of keys in a line do not matter`() throws {
        let line = """
            { "eventVersion" : "0" , "eventMetadata" : { "inferenceTime" : "2026-01-01T00:00:00Z" , "eventId" : "e-9" } ,
              "captureData" : { "endpointOutput" : { "encoding" : "CSV" , "data" : "2" } ,
                "more" : [ ] , "endpointInput" : { "data" : "1" , "encoding" : "CSV" , "mode" : "INPUT" } } }
            """
        #expect(try Mapped("a", "y", id: "id").rows(of: line) == [#"{"a":"1","y":"2","id":"e-9"}"#])
    }
}
