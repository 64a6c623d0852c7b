import Testing

@testable import AWS

@Suite struct XMLScannerTests {
    /// The texts of all elements that have no children, by their paths; nothing where the document is not whole.
    private func leaves(_ document: String) -> [String]? {
        var scanner = XMLScanner(Array(document.utf8))
        var leaves: [String] = []
        var isLeaf = false
        while let piece = scanner.next() {
            switch piece {
            case .opening: isLeaf = true
            case .closing(let text):
                if isLeaf { leaves.append("\(scanner.path.joined(separator: "/"))=\(text)") }
                isLeaf = false
            }
        }
        return scanner.isWhole ? leaves : nil
    }

    @Test(arguments: [
        ("<a/>", ["a="]), ("<a></a>", ["a="]), ("<a>x</a>", ["a=x"]), ("<a> x </a>", ["a= x "]),
        ("<?xml version=\"1.0\"?>\n<a xmlns=\"u\"><b>1</b>\n <c d='>'/></a>\n", ["a/b=1", "a/c="]),
        ("<a>&lt;&amp;&#x2603;&#10;&quot;&apos;&gt;&none;&</a>", ["a=<&☃\n\"'>&none;&"]),
        ("<a><!-- <b> -->x<!---->y</a>", ["a=xy"]), ("<a>1<![CDATA[<&amp;]]]>2</a>", ["a=1<&amp;]2"]),
        ("<a><b><b>1</b></b></a>", ["a/b/b=1"]), ("<a ><b x = \"1\" >1</b ></a >", ["a/b=1"]),
    ])
    func `Elements are found with their texts`(document: String, expected: [String]) {
        #expect(leaves(document) == expected)
    }

    @Test(arguments: [
        "", " ", "x", "<", "<a", "<a>", "<a><b></a>", "<a></b>", "</a>", "<a/><b/>", "<a/>x", "x<a/>", "<a/></a>",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<a><!ELEMENT b></a>", "<a><!-- </a>", "<a><![CDATA[</a>", "<?x",
        "<a b=\"></a>", "<a <b></a>", "< a></a>", "<></>", "{\"a\":1}",
    ])
    func `What is no whole document is not taken for one`(document: String) {
        #expect(leaves(document) == nil)
    }

    @Test func `A document that is not UTF-8 is none`() {
        var scanner = XMLScanner(Array("<a>".utf8) + [0xC3] + Array("</a>".utf8))
        while scanner.next() != nil {}
        #expect(!scanner.isWhole)
    }

    @Test func `Depth has an end`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(leaves(nested(16)) != nil)
        #expect(leaves(nested(17)) == nil)
        #expect(leaves(String(repeating: "<a>", count: 100_000)) == nil)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["&", "&#", "<b/>", "<!---->", "<!--x", "<![CDATA[]]>", "<![CDATA[]]", "<?x?>", "<b x='", "\"", "-"])
    func `However long it is, it is read in one go`(part: String) {
        // Were each part looked at again for each before it, this would take for ever.
        _ = leaves("<a>" + String(repeating: part, count: 200_000) + "</a>")
    }
}
