import Relay
import Testing

/// The guard that publishes a row only when both sides agree in exactly one way.
@Suite struct AlignmentTests {
    @Test(arguments: [
        ("1,2\n3,4", "0.1"), ("1,2", "0.1\n0.2"), ("1,2\n3,4\n5,6", "0.1,0.2"), ("1,2\n3,4", "0.1\n0.2\n0.3"),
    ])
    func `unequal numbers of rows are refused`(input: String, output: String) {
        #expect(Mapped("a,b", "y").refusal(of: Captured.csv(input, output)) == .unaligned)
        let lists = output.split(whereSeparator: \.isNewline).map { "[\($0)]" }.joined(separator: ",")
        #expect(Mapped("a,b", "y").refusal(of: Captured.line(.csv(input), .json("[\(lists)]"))) == .unaligned)
    }

    @Test func `unequal numbers of rows are refused without columns too`() {
        let problem = Mapped().problem(of: Captured.json("[[1,2],[3,4]]", "[[1],[2],[3]]"))
        #expect(problem == LineProblem(.unaligned, "the rows do not pair: the input has 2, the output 3"))
    }

    @Test(arguments: [
        ("1", "row 1 of the input has 1 value, but 2 columns are configured"),
        ("1,2,3", "row 1 of the input has 3 values, but 2 columns are configured"),
        ("1,2\n3", "row 2 of the input has 1 value, but 2 columns are configured"),
        ("1,2\n3,4,5", "row 2 of the input has 3 values, but 2 columns are configured"),
    ])
    func `ragged CSV is refused with the row`(input: String, words: String) {
        #expect(Mapped("a,b", "y").problem(of: Captured.csv(input, "7\n8")) == LineProblem(.unaligned, words))
    }

    @Test func `ragged CSV without columns keeps its cells`() throws {
        let rows = try Mapped().rows(of: Captured.csv("1,2\n3", "7\n8"))
        #expect(rows == [#"{"f0":"1","f1":"2","p0":"7"}"#, #"{"f0":"3","p0":"8"}"#])
    }

    @Test func `arrays for columns could be one record that holds arrays`() throws {
        let both = Captured.json(#"{"a":[1],"b":[3]}"#, #"{"y":[5]}"#)
        #expect(Mapped("a,b", "y").refusal(of: both) == .ambiguous)
        let typed = Mapped("a,b", "y", types: "a:int,b:int,y:int")
        #expect(try typed.rows(of: both) == [#"{"a":1,"b":3,"y":5}"#])
        let each = Mapped("a=a[],b=b[]", "y=y[]")
        #expect(try each.rows(of: both) == [#"{"a":1,"b":3,"y":5}"#])
        let whole = Mapped("a=a,b=b", "y=y")
        #expect(try whole.rows(of: both) == [#"{"a":[1],"b":[3],"y":[5]}"#])
    }

    @Test func `the other side settles what one side leaves open`() throws {
        let mapped = Mapped("a", "y")
        #expect(
            try mapped.rows(of: Captured.json(#"{"a":[1,2]}"#, "[[5],[6]]"))
                == [#"{"a":1,"y":5}"#, #"{"a":2,"y":6}"#])
        #expect(try mapped.rows(of: Captured.json(#"{"a":[1,2]}"#, "[[5]]")) == [#"{"a":[1,2],"y":5}"#])
    }

    @Test func `the words of an ambiguity count the ways and tell what to write`() {
        let problem = Mapped("a", "y").problem(of: Captured.json(#"{"a":[1,2]}"#, #"{"y":[3,4]}"#))
        #expect(problem?.reason == .ambiguous)
        #expect(problem?.detail.contains("2 rows (an array for each column)") == true)
        #expect(problem?.detail.contains("name=name[]") == true)
    }

    @Test func `a far-fetched reading needs a matching other side`() throws {
        for list in [Captured.Slot.json("[0.1,0.2]"), .csv("0.1,0.2")] {
            #expect(Mapped("", "y").refusal(of: Captured.line(nil, list)) == .unaligned)
            #expect(Mapped("", "y").refusal(of: Captured.line(.csv("1,2"), list)) == .unaligned)
            #expect(Mapped("a,b", "y").refusal(of: Captured.line(.csv("1,2"), list)) == .unaligned)
            #expect(try Mapped("", "y").rows(of: Captured.line(.csv("1\n2"), list)).count == 2)
            #expect(try Mapped("a,b", "y").rows(of: Captured.line(.csv("1,2\n3,4"), list)).count == 2)
        }
    }

    @Test func `a list under predictions is a row for each by convention`() throws {
        let line = Captured.line(nil, .json(#"{"predictions":[0.1,0.2]}"#))
        #expect(try Mapped("", "y").rows(of: line) == [#"{"y":0.1}"#, #"{"y":0.2}"#])
    }

    @Test(arguments: [
        Captured.Slot.csv("1,2\n3,4\n5,6"), .json("[[1],[2],[3]]"), .json(#"{"a":[1,2,3]}"#), .json("[]"),
        .binary([0xFF, 0xD8, 0xFF, 0xE0]),
    ])
    func `a side without columns still counts`(other: Captured.Slot) {
        #expect(Mapped("", "y").refusal(of: Captured.line(other, .csv("0.1\n0.2"))) == .unaligned)
        #expect(Mapped("y", "").refusal(of: Captured.line(.csv("0.1\n0.2"), other)) == .unaligned)
    }

    @Test(arguments: [nil, Captured.Slot.raw("null"), .csv(""), .binary([0x93, 0x4E, 0x55, 0x4D])])
    func `a side without columns that cannot count does not`(other: Captured.Slot?) throws {
        let rows = try Mapped("", "y").rows(of: Captured.line(other, .csv("0.1\n0.2")))
        #expect(rows == [#"{"y":"0.1"}"#, #"{"y":"0.2"}"#])
    }

    @Test func `a list of nothing pairs with nothing`() {
        for output in ["[0.5]", "[[0.5]]", "[]"] {
            #expect(Mapped().problem(of: Captured.json("[]", output)) != nil)
            #expect(Mapped("a", "y").problem(of: Captured.json("[]", output)) != nil)
        }
    }

    @Test func `one column takes a record with a value for each row where the request has rows`() throws {
        let rows = try Mapped("a", "y").rows(of: Captured.csv("1\n2\n3", "4,5,6"))
        #expect(rows.count == 3)
        #expect(rows.last == #"{"a":"3","y":"6"}"#)
    }

    @Test func `two lists justify each other only where the request is a list of texts`() throws {
        let rows = try Mapped("a", "y").rows(of: Captured.json(#"["one","two"]"#, "[0.1,0.2]"))
        #expect(rows == [#"{"a":"one","y":0.1}"#, #"{"a":"two","y":0.2}"#])
        for numbers in ["[5.1,3.5,1.4]", #"["red",5.1,3.5]"#, #"["red","blue",3.5]"#, #"["red",null,"blue"]"#] {
            #expect(Mapped("a", "y").refusal(of: Captured.json(numbers, "[0.1,0.2,0.7]")) == .unaligned)
        }
        #expect(Mapped("a", "y").refusal(of: Captured.csv("5.1,3.5,1.4", "0.1,0.2,0.7")) == .unaligned)
        #expect(Mapped("a", "y").refusal(of: Captured.csv("Well, yes", "0.5,0.7")) == .unaligned)
    }
}
