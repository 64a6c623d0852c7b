import JSON
import TestSupport
import Testing

@Suite struct JSONTreeDuplicateTests {
    private func duplicates(_ text: String) throws -> [Bool] {
        try readingTree(text) { tree in
            tree.nodes.indices.filter { tree[$0].kind == .object }.map { tree[$0].hasDuplicates }
        }
    }

    private func object(_ keys: [String]) -> String { "{" + keys.map { "\"\($0)\":[0]" }.joined(separator: ",") + "}" }

    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"\u0061":2}"#,
        #"{"\n":1,"\u000a":2}"#, #"{"":1,"":2}"#, #"{"/":1,"\/":2}"#, #"{"\ud800":1,"\uD800":2}"#,
        #"{"é":1,"\u00e9":2}"#,
    ])
    func `a key that is there twice is noticed however it is written`(text: String) throws {
        #expect(try duplicates(text) == [true])
    }

    @Test(arguments: [
        "{}", #"{"a":1}"#, #"{"a":1,"b":2}"#, #"{"a":"a","b":"a"}"#, #"{"a":1,"A":2}"#, #"{"a":1,"a ":2}"#,
        #"{"é":1,"e\u0301":2}"#, #"{"\\u0061":1,"a":2}"#,
    ])
    func `keys that differ are no duplicates`(text: String) throws {
        #expect(try duplicates(text) == [false])
    }

    @Test(arguments: [2, 7, 8, 9, 10, 40, 300])
    func `few and many keys are told apart alike`(count: Int) throws {
        let names = (0..<count).map { "key\($0)" }
        #expect(try duplicates(object(names)) == [false])
        for place in Set([0, count / 2, count - 1]) {
            var repeated = names
            repeated[place] = names[(place + 1) % count]
            #expect(try duplicates(object(repeated)) == [true])
            repeated[place] = repeated[place].replacingFirst("k", with: "\\u006b")
            #expect(try duplicates(object(repeated)) == [true])
        }
    }

    @Test func `a duplicate inside is known to all that contain it and to nobody else`() throws {
        try readingTree(#"{"a":[{"b":1,"b":2}],"c":{"d":1},"e":[{}]}"#) { tree in
            let flags = tree.nodes.indices.filter { tree[$0].isContainer }.map { tree[$0].hasDuplicatesInside }
            #expect(flags == [true, true, true, false, false, false])
            #expect(!tree[0].hasDuplicates)
        }
    }
}

extension String {
    /// The text with the first letter that matches written in another way.
    fileprivate func replacingFirst(_ letter: Character, with text: String) -> String {
        guard let place = firstIndex(of: letter) else { return self }
        return replacing(String(letter), with: text, subrange: place..<endIndex, maxReplacements: 1)
    }
}
