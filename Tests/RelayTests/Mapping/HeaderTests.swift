import Relay
import Testing

@Suite struct HeaderTests {
    @Test(
        arguments: [
            ("a,b\n1,2", "1", "2"), ("b,a\n2,1\n", "1", "2"), ("b,extra\n2,9", nil, nil),
            ("\"a\",\"b\"\r\n1,2", "1", "2"),
            ("\"b\",a\n\"2,0\",1", "1", "2,0"),
        ] as [(String, String?, String?)])
    func `a header is a first record of configured names alone`(input: String, a: String?, b: String?) throws {
        let line = Captured.csv(input, "7")
        guard let a, let b else {
            #expect(Mapped("a,b", "y").refusal(of: line) == .unaligned)
            return
        }
        #expect(try Mapped("a,b", "y").rows(of: line) == [#"{"a":"\#(a)","b":"\#(b)","y":"7"}"#])
    }

    @Test func `a name with doubled quotes is found in a header`() throws {
        let line = Captured.csv("\"say \"\"x\"\"\",b\n1,2", "7")
        #expect(try Mapped(#""say ""x""",b"#, "y").rows(of: line) == [#"{"say \"x\"":"1","b":"2","y":"7"}"#])
    }

    @Test func `a header may leave out optional columns alone`() throws {
        let line = Captured.csv("b\n2", "7")
        #expect(try Mapped("a?,b", "y").rows(of: line) == [#"{"a":null,"b":"2","y":"7"}"#])
        let problem = Mapped("a,b", "y").problem(of: line)
        #expect(problem == LineProblem(.missingColumn, "the input has no 'a'; write a? if it may be missing"))
    }

    @Test func `a header with a name twice is none`() {
        #expect(Mapped("a,b", "y").refusal(of: Captured.csv("a,a\n1,2", "7")) == .unaligned)
    }

    @Test func `a header without rows has none`() {
        let problem = Mapped("a,b", "y").problem(of: Captured.csv("a,b\n", "7"))
        #expect(problem == LineProblem(.emptyPayload, "the input has a header and no rows"))
    }

    @Test func `a row under a header has as many cells`() {
        let problem = Mapped("a,b", "y").problem(of: Captured.csv("a,b\n1,2\n3", "7\n8"))
        #expect(problem == LineProblem(.unaligned, "row 2 of the input has 1 value, but 2 columns are configured"))
    }

    @Test func `texts without a header are rows`() throws {
        let rows = try Mapped("a,b", "y").rows(of: Captured.csv("red,blue\ngreen,black", "0.1\n0.2"))
        #expect(rows.first == #"{"a":"red","b":"blue","y":"0.1"}"#)
        #expect(try Mapped().rows(of: Captured.csv("red,blue\ngreen,black", "0.1\n0.2")).count == 2)
    }

    @Test(arguments: [
        Mapped("x,y", "z"), Mapped("x,y", ""), Mapped("", "z"),
    ])
    func `headers on both sides that name no columns are never rows`(mapped: Mapped) {
        #expect(mapped.refusal(of: Captured.csv("a,b\n1,2\n3,4", "pred\n0.1\n0.2")) == .ambiguous)
    }

    @Test func `a header beside a missing side is never a row`() {
        #expect(Mapped("x,y", "").refusal(of: Captured.line(.csv("a,b\n1,2"), nil)) == .ambiguous)
    }

    @Test func `a header on one side alone does not pair`() {
        #expect(Mapped("x,y", "z").refusal(of: Captured.csv("a,b\n1,2\n3,4", "0.1\n0.2")) == .unaligned)
    }

    @Test func `without columns headers on both sides are names`() throws {
        let rows = try Mapped().rows(of: Captured.csv("a,b\n1,x\n3,y", "pred\n0.1\n0.2"))
        #expect(rows == [#"{"a":"1","b":"x","pred":"0.1"}"#, #"{"a":"3","b":"y","pred":"0.2"}"#])
    }
}
