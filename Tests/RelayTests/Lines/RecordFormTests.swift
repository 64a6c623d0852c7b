import Relay
import Testing

@Suite struct RecordFormTests {
    private static func texts(_ text: String) -> [String] { split(text, form: .records).map(\.text) }

    @Test func `a record goes on over line breaks in quotes`() {
        #expect(Self.texts("id,y\n\"a\nb\",1\r\nc,\"2\n\n\"\nd,3") == ["id,y", "\"a\nb\",1", "c,\"2\n\n\"", "d,3"])
    }

    @Test func `a quote inside of a cell opens nothing, and two of them close nothing`() {
        #expect(
            Self.texts("a 5\" pipe,1\nb,\"x\"\"\n\"\nc,\"\"\nd") == ["a 5\" pipe,1", "b,\"x\"\"\n\"", "c,\"\"", "d"])
    }

    @Test func `a quote that is never closed takes the rest, so that none of it is read as something else`() {
        #expect(Self.texts("id,y\n1,\"a\n2,b\n") == ["id,y", "1,\"a\n2,b\n"])
    }

    @Test func `records are the same however the bytes are cut`() {
        let text = "\u{FEFF}i,y\r\n\"a\n\"\"\",1\r\n\nb,\"\"\n"
        let whole = split(text, form: .records)
        for cut in cuts(of: text) { #expect(split(cut, form: .records) == whole) }
        #expect(whole.map(\.offset) == [3, 8, 18, 19])
    }
}
