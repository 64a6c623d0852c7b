import Relay
import Testing

/// Values found by name or by path.
@Suite struct NamedValueTests {
    @Test func `extra fields are left out and the order is the columns'`() throws {
        let line = Captured.json(#"{"z":0,"b":2,"more":{"a":9},"a":1}"#, #"{"model":"m","y":3}"#)
        #expect(try Mapped("a,b", "y").rows(of: line) == [#"{"a":1,"b":2,"y":3}"#])
    }

    @Test func `a missing field is refused unless it is optional`() throws {
        let line = Captured.json(#"{"b":2}"#, "[3]")
        #expect(
            Mapped("a,b", "y").problem(of: line)
                == LineProblem(.missingColumn, "the input has no 'a'; write a? if it may be missing"))
        #expect(try Mapped("a?,b", "y").rows(of: line) == [#"{"a":null,"b":2,"y":3}"#])
        #expect(try Mapped("a?,b", "y", types: "a:int").rows(of: line) == [#"{"a":null,"b":2,"y":3}"#])
    }

    @Test func `an escaped key is the name that it stands for`() throws {
        let line = Captured.json(#"{"\u0061":1,"caf\u00e9":2}"#, "[3]")
        #expect(try Mapped("café,a", "y").rows(of: line) == [#"{"café":2,"a":1,"y":3}"#])
        let split = Captured.json(#"{"columns":["caf\u00e9","a"],"data":[[2,1]]}"#, "[3]")
        #expect(try Mapped("café,a", "y").rows(of: split) == [#"{"café":2,"a":1,"y":3}"#])
    }

    @Test(arguments: [
        #"{"a":1,"a":2,"b":3}"#, #"{"a":1,"b":3,"x":1,"x":1}"#, #"{"a":1,"\u0061":2,"b":3}"#,
        #"[{"a":1,"b":2},{"a":1,"b":2,"a":3}]"#, #"{"a":{"k":1,"k":2},"b":1}"#, #"{"a":[{"k":1,"k":2}],"b":1}"#,
        #"{"instances":[[1,2]],"instances":[[3,4]]}"#, #"{"features":[1,2],"features":[3,4]}"#,
        #"{"columns":["a","b"],"data":[[1,2]],"data":[[3,4]]}"#, #"{"columns":["a","b","a"],"data":[[1,2,3]]}"#,
        #"{"a":[1],"b":[2],"a":[3]}"#, #"{"inputs":{"data":[[1,2]],"data":[[3,4]]}}"#,
        "{" + (0..<40).map { #""k\#($0)":0,"# }.joined() + #""a":1,"b":2,"\u0061":3}"#,
    ])
    func `a key that is there twice is refused`(input: String) {
        let output = input.hasPrefix("[") ? "[[1],[2]]" : "[1]"
        #expect(Mapped("a,b", "y").refusal(of: Captured.json(input, output)) == .duplicateKey)
        #expect(
            input.contains(#""columns":["a","b","a"]"#)
                || Mapped().refusal(of: Captured.json(input, output)) == .duplicateKey)
    }

    @Test func `a key twice in what no column takes does no harm`() throws {
        let line = Captured.json(#"{"a":1,"rest":{"k":1,"k":2}}"#, "[1]")
        #expect(try Mapped("a", "y").rows(of: line) == [#"{"a":1,"y":1}"#])
    }

    @Test(arguments: [
        #"{"captureData":{},"captureData":{}}"#, #"{"eventMetadata":{"eventId":"a","eventId":"b"},"captureData":{}}"#,
        #"{"captureData":{"endpointInput":{"data":"1","data":"2","encoding":"CSV"}}}"#,
        #"{"captureData":{"endpointInput":{"data":"1"},"endpointInput":{"data":"2"}}}"#,
    ])
    func `a key of the line itself that is there twice is refused`(line: String) {
        #expect(Mapped("a", "").refusal(of: line) == .duplicateKey)
    }

    private static let answer = #"{"meta":{"model":"m"},"predictions":[{"s":[1,2],"l":"x"},{"s":[3,4],"l":"y"}]}"#

    @Test(arguments: [
        ("s=predictions[].s[1]", [#"{"s":2}"#, #"{"s":4}"#]),
        ("l=predictions[].l,m=meta.model", [#"{"l":"x","m":"m"}"#, #"{"l":"y","m":"m"}"#]),
        ("last=predictions[1].l", [#"{"last":"y"}"#]),
        ("all=predictions[].s[]", [#"{"all":1}"#, #"{"all":2}"#, #"{"all":3}"#, #"{"all":4}"#]),
        ("l=predictions[].l,no?=predictions[].no", [#"{"l":"x","no":null}"#, #"{"l":"y","no":null}"#]),
        ("l=predictions[].l,no?=meta.no.more[3]", [#"{"l":"x","no":null}"#, #"{"l":"y","no":null}"#]),
        ("meta", [#"{"meta":{"model":"m"}}"#]),
    ])
    func `a path leads to its values`(columns: String, rows: [String]) throws {
        #expect(try Mapped("", columns).rows(of: Captured.line(nil, .json(Self.answer))) == rows)
    }

    @Test(arguments: [
        ("x=predictions[].no", LineProblem.Reason.missingColumn), ("x=predictions[5]", .missingColumn),
        ("x=meta[].model", .missingColumn), ("x=meta[0]", .missingColumn), ("x=predictions.l", .missingColumn),
        ("x?=no[].l", .missingColumn), ("x=predictions[].l,y=predictions[].s[]", .unaligned),
    ])
    func `a path that leads nowhere is refused`(columns: String, reason: LineProblem.Reason) {
        #expect(Mapped("", columns).refusal(of: Captured.line(nil, .json(Self.answer))) == reason)
    }

    @Test func `a path into CSV is refused`() {
        let problem = Mapped("a=x.a", "y").problem(of: Captured.csv("1", "2"))
        #expect(problem?.detail == "the column 'a' has a path into JSON, but the input is CSV")
    }

    @Test func `a name that both sides have is told apart without columns`() throws {
        let line = Captured.json(#"{"id":1,"output.id":2}"#, #"{"id":3,"p0":4}"#)
        #expect(try Mapped().rows(of: line) == [#"{"id":1,"output.id":2,"output.id.2":3,"p0":4}"#])
    }
}
