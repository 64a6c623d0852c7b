import Relay
import Testing

@Suite struct ColumnListTests {
    private static func key(_ keys: String...) -> ColumnPath { ColumnPath(keys.map { .key($0) }) }

    private static let good: [(text: String, columns: [Column])] = [
        ("age", [Column("age")]),
        ("age,income", [Column("age"), Column("income")]),
        ("  age ,\tincome  ", [Column("age"), Column("income")]),
        ("age\nincome\r\nscore\n", [Column("age"), Column("income"), Column("score")]),
        ("\n\nage", [Column("age")]),
        ("age,\n city", [Column("age"), Column("city")]),
        ("age ,\r\n\tcity,\n\n  zip", [Column("age"), Column("city"), Column("zip")]),
        (#""city, state",b"#, [Column("city, state"), Column("b")]),
        (#""the ""big"" one""#, [Column(#"the "big" one"#)]),
        (#"" padded ""#, [Column(" padded ")]),
        ("a.b", [Column("a.b")]),
        ("first name", [Column("first name")]),
        ("größe,年齢,👍", [Column("größe"), Column("年齢"), Column("👍")]),
        ("age?", [Column("age", isOptional: true)]),
        (#""a?"?"#, [Column("a?", isOptional: true)]),
        ("age?=x", [Column("age", path: key("x"), isOptional: true)]),
        ("age = x.y ", [Column("age", path: key("x", "y"))]),
        (#"p=result."by class"."a.b[0]""#, [Column("p", path: key("result", "by class", "a.b[0]"))]),
        (#"p="say ""x""""#, [Column("p", path: key(#"say "x""#))]),
        (
            "s=predictions[].score,first=rows[0][12]",
            [
                Column("s", path: ColumnPath([.key("predictions"), .each, .key("score")])),
                Column("first", path: ColumnPath([.key("rows"), .index(0), .index(12)])),
            ]
        ),
        ("all=[]", [Column("all", path: ColumnPath([.each]))]),
        ("one=[0].x", [Column("one", path: ColumnPath([.index(0), .key("x")]))]),
    ]

    @Test(arguments: good)
    func `columns are read as they are written`(text: String, columns: [Column]) throws {
        #expect(try ColumnList.parse(text) == columns)
    }

    private static let bad: [(text: String, error: ColumnListError)] = [
        ("", .emptyItem(item: 1)),
        ("a,,b", .emptyItem(item: 2)),
        ("a,", .emptyItem(item: 2)),
        (",a", .emptyItem(item: 1)),
        ("a, \n ", .emptyItem(item: 2)),
        (#"a,"""#, .emptyItem(item: 2)),
        ("?", .emptyItem(item: 1)),
        ("=x", .emptyItem(item: 1)),
        (#"5" disk"#, .quoteInside(item: 1)),
        (#"a,"b"#, .openQuote(item: 2)),
        (#"a="b"#, .openQuote(item: 1)),
        (#""a"b"#, .unexpected(character: "b", item: 1)),
        ("a?b", .unexpected(character: "b", item: 1)),
        ("a=b=c", .unexpected(character: "=", item: 1)),
        ("a=x[]y", .unexpected(character: "y", item: 1)),
        ("a=x?", .unexpected(character: "?", item: 1)),
        ("a=x]", .unexpected(character: "]", item: 1)),
        ("a=x[-1]", .brackets(item: 1)),
        ("a=x[one]", .brackets(item: 1)),
        ("a=x[1", .brackets(item: 1)),
        ("a=x[99999999999999999999]", .brackets(item: 1)),
        ("a=", .emptyKey(item: 1)),
        ("a=x.", .emptyKey(item: 1)),
        ("a=x..y", .emptyKey(item: 1)),
        ("a=.x", .emptyKey(item: 1)),
    ]

    @Test(arguments: bad)
    func `a slip of the pen is told with its place`(text: String, error: ColumnListError) {
        #expect(throws: error) { try ColumnList.parse(text) }
    }

    @Test func `types are read with their columns`() throws {
        let types = try ColumnList.parseTypes(#"age:int, "a:b" : float,zip:string"# + "\nok:bool")
        #expect(types.map(\.name) == ["age", "a:b", "zip", "ok"])
        #expect(types.map(\.type) == [.int, .float, .string, .bool])
    }

    @Test(arguments: [
        ("age", ColumnListError.typeMissing(name: "age", item: 1)),
        ("a:int,age=int", .typeMissing(name: "age=int", item: 2)),
        ("age:", .unknownType(name: "age", type: "")),
        ("age:double", .unknownType(name: "age", type: "double")),
        ("age:Int", .unknownType(name: "age", type: "Int")),
        ("age:int8", .unexpected(character: "8", item: 1)),
        (":int", .emptyItem(item: 1)),
    ])
    func `a type that is none is told`(text: String, error: ColumnListError) {
        #expect(throws: error) { try ColumnList.parseTypes(text) }
    }

    @Test(arguments: [
        (ColumnListError.emptyItem(item: 3), "column 3 has no name; check for a comma too many"),
        (.openQuote(item: 2), "column 2 has a quote that is never closed"),
        (.unexpected(character: "?", item: 1), "column 1 has '?' where a comma was expected"),
        (.typeMissing(name: "age", item: 1), "'age' has no type; write age:int, :float, :string or :bool"),
        (
            .unknownType(name: "age", type: "double"),
            "'age' has the type 'double'; it can be int, float, string or bool"
        ),
    ])
    func `an error ends the sentence that the variable's name began`(error: ColumnListError, words: String) {
        #expect(error.description == words)
    }

    @Test func `what a path expands is everything up to its last brackets`() throws {
        let path = try ColumnList.parse("a=x[].y[].z[0]").first?.path
        #expect(path?.expansion == [.key("x"), .each, .key("y"), .each])
        #expect(try ColumnList.parse("a=x.y").first?.path?.expansion == [])
    }
}
