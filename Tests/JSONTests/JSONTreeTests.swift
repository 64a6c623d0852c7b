import JSON
import TestSupport
import Testing

/// Reads a text as a tree and lends it.
func readingTree<Result>(_ text: String, _ body: (borrowing JSONTree) throws -> Result) throws -> Result {
    try reading(text) { bytes in
        var tree = JSONTree()
        try tree.read(bytes)
        return try body(tree)
    }
}

/// The kinds of a text's nodes.
private func kinds(_ text: String) throws -> [JSONKind] {
    try readingTree(text) { tree in tree.nodes.indices.map { tree[$0].kind } }
}

@Suite struct JSONTreeTests {
    @Test(arguments: [
        ("", 0), (" \n ", 0), ("1", 1), ("{}", 1), ("1\n2", 2), ("1\n\n2\n", 2), ("\"a\"\r\n\"b\"", 2), ("{}\n{}", 2),
        ("{}{}", 2), ("[1][2]", 2), ("{} 1", 2), ("null\n[]", 2), ("NaN\nNaN", 2),
    ])
    func `documents on lines of their own or behind a bracket are read`(text: String, count: Int) throws {
        #expect(try readingTree(text) { $0.documents.count } == count)
    }

    @Test(arguments: ["1-2", "1 2", "\"a\"\"b\"", "\"a\" \"b\"", "true false", "1{}", "1,2", "{},{}", "{}\n}", "1\n,"])
    func `other documents are no documents`(text: String) {
        #expect(throws: JSONError.self) { try readingTree(text) { $0.documents.count } }
    }

    @Test func `each document begins at its first node`() throws {
        let starts = try readingTree("{\"a\":[1]}\n2\n[3,4]") { tree in
            tree.documents.indices.map { tree.documents[$0] }
        }
        #expect(starts == [0, 4, 5])
    }

    @Test func `nodes come in the order of the text`() throws {
        #expect(
            try kinds(#"{"a":[1,"x",null],"b":{"c":true,"d":false},"e":NaN,"f":-Infinity}"#) == [
                .object, .string, .array, .number, .string, .null, .string, .object, .string, .true, .string, .false,
                .string, .nonFinite, .string, .nonFinite,
            ])
    }

    @Test func `next leads over whatever a value contains`() throws {
        try readingTree(#"[[1,[2]],{"a":{"b":[3]}},"x",[]]"#) { tree in
            var index = 1
            var starts: [String] = []
            for _ in 0..<tree[0].count {
                starts.append(tree.text.slice(Int(tree[index].start), Int(tree[index].end)).text)
                index = tree.index(after: index)
            }
            #expect(starts == ["[1,[2]]", #"{"a":{"b":[3]}}"#, "x", "[]"])
            #expect(index == tree.nodes.count && tree.index(after: 0) == index)
        }
    }

    @Test func `containers know how many members or elements they have`() throws {
        let counts = try readingTree(#"{"a":[1,[2,3],{}],"b":[],"c":{"d":1}}"#) { tree in
            tree.nodes.indices.filter { tree[$0].isContainer }.map { tree[$0].count }
        }
        #expect(counts == [3, 3, 2, 0, 0, 1])
    }

    @Test func `values are found by name whatever their keys are written like`() throws {
        try readingTree(#"{"a":1,"\u0062":[2],"c\n":3,"":4}"#) { tree in
            #expect(tree.value(of: "a", in: 0) == 2)
            #expect(tree.value(of: "b", in: 0).map { tree[$0].kind } == .array)
            #expect(tree.value(of: "c\n", in: 0).map { tree[$0].kind } == .number)
            #expect(tree.value(of: "", in: 0) != nil)
            #expect(tree.value(of: "d", in: 0) == nil)
            reading("b") { #expect(tree.value(of: $0, in: 0) == 4) }
            reading("x") { #expect(tree.value(of: $0, in: 0) == nil) }
        }
    }

    @Test func `a tree that failed can be filled again`() throws {
        var tree = JSONTree()
        _ = reading(#"{"\u0061":[[["#) { bytes in
            #expect(throws: JSONError.self) { try tree.read(bytes) }
        }
        try reading(#"{"\u0062":1}"#) { bytes in
            try tree.read(bytes)
            let name = tree.key(at: 1).text
            #expect(name == "b")
            let found = (tree.nodes.count, tree.documents.count, tree[0].count)
            #expect(found == (3, 1, 1))
        }
    }
}
