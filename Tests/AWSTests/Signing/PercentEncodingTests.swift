import AWS
import Testing

struct PercentEncodingTests {
    @Test(arguments: [
        ("AZaz09-._~", "AZaz09-._~"), ("a b+c=é%~(1).jsonl", "a%20b%2Bc%3D%C3%A9%25~%281%29.jsonl"),
        ("//a/../b/.", "//a/../b/."), ("!*'();:@&=$,?#[]", "%21%2A%27%28%29%3B%3A%40%26%3D%24%2C%3F%23%5B%5D"),
        ("\u{D55C}", "%ED%95%9C"), ("\u{1112}\u{1161}\u{11AB}", "%E1%84%92%E1%85%A1%E1%86%AB"),
        ("e\u{301}", "e%CC%81"), ("\u{1F600}\n\u{7F}", "%F0%9F%98%80%0A%7F"),
    ])
    func `Each byte of a key that is not plain is escaped, and no letter takes another form`(key: String, path: String)
    {
        let encoded = PercentEncoding.encoded(key, keepingSlashes: true)
        #expect(Array(encoded.utf8) == Array(path.utf8))
    }

    @Test func `A slash in a parameter is escaped`() {
        #expect(PercentEncoding.encoded("a/b") == "a%2Fb")
    }

    @Test func `A form has names and values`() {
        #expect(PercentEncoding.form([("Action", "A b"), ("Token", "a+/=")]) == "Action=A%20b&Token=a%2B%2F%3D")
    }
}
