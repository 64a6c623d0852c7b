import Relay
import Testing

/// How the fields of a response are named, and what is told from them.
@Suite struct ResponseListTests {
    /// The response parts of a line's rows.
    private static func responses(
        _ list: String, outputs: String = "", types: String = "", _ line: String
    ) throws -> [String] {
        var mapped = Mapped("a", outputs, types: types)
        let response = try ResponseList(list)
        if outputs.isEmpty { mapped.settings.outputs = response.columns }
        var named: [String: ColumnType] = [:]
        for (name, type) in types.isEmpty ? [] : try ColumnList.parseTypes(types) {
            named[name] = type
            for index in mapped.settings.outputs.indices where mapped.settings.outputs[index].name == name {
                mapped.settings.outputs[index].type = type
            }
        }
        mapped.settings.response = try response.fields(of: mapped.settings.outputs, types: named)
        mapped.settings.form = .parts
        return try mapped.rows(of: line).map { row in
            row.split(separator: "\n").last.map(String.init) ?? ""
        }
    }

    private static func csv(_ output: String, rows: Int = 1) -> String {
        Captured.csv(Array(repeating: "1", count: rows).joined(separator: "\n"), output)
    }

    @Test(arguments: [
        ("score", "0.98", ["[0.98]"]),
        ("score", "0.98\n0.1\n", ["[0.98]", "[0.1]"]),
        ("score,predicted_label>=0.5", "0.5", ["[0.5,1]"]),
        ("score,predicted_label>=0.5", "0.49999\n5e-1\n-3", ["[0.49999,0]", "[5e-1,1]", "[-3,0]"]),
        ("score, predicted_label >= 0.5", ".7", ["[0.7,1]"]),
        ("score,\"label, told\">=1", "1", ["[1,1]"]),
        ("probability[],predicted_label=argmax", "0.1,0.7,0.2", ["[[0.1,0.7,0.2],1]"]),
        ("probability[],predicted_label=argmax", "0.1,0.9\r\n0.6,0.4\r\n", ["[[0.1,0.9],1]", "[[0.6,0.4],0]"]),
        ("predicted_label[]", "1,1", ["[[1,1]]"]),
        ("probability[]\npredicted_label=argmax", "[0.2, 0.2, 0.1]", ["[[0.2,0.2,0.1],0]"]),
    ])
    func `bare scores get names, and labels are told from them`(
        list: String, output: String, responses: [String]
    ) throws {
        #expect(try Self.responses(list, Self.csv(output, rows: responses.count)) == responses)
    }

    @Test(arguments: [
        (#"{"predictions":[{"score":0.2,"predicted_label":0}]}"#, "score,predicted_label", "[0.2,0]"),
        (
            #"{"predictions":[{"score":[0.2,0.5,0.3],"predicted_label":1}]}"#, "score[],predicted_label",
            "[[0.2,0.5,0.3],1]"
        ),
        (#"{"predictions":[{"score":[0.2,0.5,0.3]}]}"#, "score[],predicted_label=argmax", "[[0.2,0.5,0.3],1]"),
        (
            #"{"predictions":[{"score":[0.2,0.5,0.3],"predicted_label":1}]}"#, "score,predicted_label",
            "[[0.2,0.5,0.3],1]"
        ),
        (#"{"predictions":[{"score":0.2,"predicted_label":"yes"}]}"#, "score,predicted_label", #"[0.2,"yes"]"#),
        (#"{"predictions":[{"score":3.25}]}"#, "score", "[3.25]"),
        (#"{"score":0.2,"predicted_label":0}"#, "score,predicted_label", "[0.2,0]"),
        ("[[0.2,0.8]]", "probability[],predicted_label=argmax", "[[0.2,0.8],1]"),
        ("[0.2,0.8]", "probability[],predicted_label=argmax", "[[0.2,0.8],1]"),
        (#"{"predictions":[0.2,0.8]}"#, "probability[],predicted_label=argmax", "[[0.2,0.8],1]"),
    ])
    func `what built-in models answer is taken as it is`(output: String, list: String, response: String) throws {
        let line = Captured.line(.csv("1"), .json(output))
        #expect(try Self.responses(list, line) == [response])
    }

    @Test func `columns that are configured can be renamed and put together`() throws {
        let line = Captured.line(.csv("1"), .json(#"{"p":{"a":0.25,"b":0.75},"v":"x"}"#))
        let responses = try Self.responses(
            "v,probability[],label=argmax", outputs: "pa=p.a,v=v,pb=p.b", types: "v:string,label:string", line)
        #expect(responses == [#"["x",[0.25,0.75],"1"]"#])
    }

    @Test(arguments: [
        ("label:int", "[0.7,1]"), ("label:float", "[0.7,1.0]"), ("label:string", #"[0.7,"1"]"#),
        ("label:bool", "[0.7,true]"), ("score:string", #"["0.7",1]"#),
    ])
    func `a type says how values and labels are written`(types: String, response: String) throws {
        #expect(try Self.responses("score,label>=0.5", types: types, Self.csv("0.7")) == [response])
    }

    @Test(arguments: [
        ("score,label>=0.5", "high"), ("score,label>=0.5", ""), ("score,label>=0.5", "NaN"),
        ("score,label>=0.5", "1e999"), ("probability[]", "0.1,x"), ("probability[]", #""0.1","0.9""#),
        ("probability[]", "p0,p1"), ("probability[]", "0.1,NaN"), ("probability[]", "0.1,1e999"),
        ("probability[]", "0.9"),
        ("probability[]", "[0.9]"), ("probability[]", "[[0.9]]"), ("probability[]", #"{"other":[0.1,0.9]}"#),
        ("score", #"{"score":{"x":1}}"#), ("score", #"{"score":["a","b"]}"#), ("probability[]", #"[0.1,"0.9"]"#),
        ("probability[]", "[[0.1,[0.9]]]"), ("probability[]", "0.1,0.9\n0.1"),
    ])
    func `a line is refused where its answer is no such thing`(list: String, output: String) {
        #expect(throws: LineProblem.self) { try Self.responses(list, Self.csv(output)) }
        #expect(throws: LineProblem.self) { try Self.responses(list, Self.csv("\(output)\n\(output)", rows: 2)) }
    }

    @Test(arguments: [
        ("probability[],label=argmax", #"{"probability":0.9}"#, "no array of two numbers or more"),
        ("probability[]", #"{"predictions":[{"probability":"0.9"}]}"#, "no array of two numbers or more"),
        ("score,label=argmax", #"{"predictions":[{"score":0.9}]}"#, "no array of two numbers or more"),
        ("score,best=argmax,label>=0.5", #"{"score":[0.9,0.05,0.05]}"#, "no number"),
    ])
    func `no label is told from a number where an array is wanted, nor from an array where a number is`(
        list: String, output: String, words: String
    ) {
        #expect {
            try Self.responses(list, Captured.line(.csv("1"), .json(output)))
        } throws: {
            "\($0)".contains(words)
        }
    }

    @Test func `rows of unequal width are no arrays of one model`() {
        let line = Self.csv("0.1,0.9\n0.1,0.2,0.7", rows: 2)
        #expect {
            try Self.responses("probability[]", line)
        } throws: {
            "\($0)".contains("row 2 of the output has 3 values, the first one 2")
        }
    }

    @Test(arguments: [
        ("", ResponseListError.noName(1)), ("score,", .noName(2)), ("\"score", .openQuote(1)),
        ("score]", .unexpected("]", 1)), ("score,score>=1", .repeated("score")),
        ("score,label=first", .unknownRule("label", "first")), ("score,label>=half", .noNumber("label", "half")),
        ("score,label>=inf", .noNumber("label", "inf")), ("label=argmax", .nothingBefore("label")),
        ("label>=0.5,score", .nothingBefore("label")),
    ])
    func `a list that means nothing is refused`(list: String, error: ResponseListError) {
        #expect(throws: error) { try ResponseList(list) }
    }

    @Test func `fields must be found among the columns`() throws {
        let outputs = [Column("a"), Column("b")]
        #expect(throws: ResponseListError.unknown("c", known: ["a", "b"])) {
            try ResponseList("c").fields(of: outputs, types: [:])
        }
        #expect(throws: ResponseListError.nothingLeft("c")) {
            try ResponseList("a,b,c[]").fields(of: outputs, types: [:])
        }
        #expect(throws: ResponseListError.nothingBefore("c")) {
            try ResponseList("a[],c>=1").fields(of: outputs, types: [:])
        }
    }
}
