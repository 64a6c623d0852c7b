import JSON
import Testing

@testable import Relay

@Suite struct MonitorWordsTests {
    private func words(_ body: String, hiding secrets: String...) -> String {
        MonitorWords(Array(body.utf8), hiding: Concealment(secrets)).text
    }

    @Test(arguments: [
        (
            #"{"error":{"code":422,"message":"Invalid events","errors":[{"reason":"BadRequest","message":"age is missing","#
                + #""help":"see the schema"},{"reason":"BadRequest","message":"score is text","help":""}]},"kind":"ERROR"}"#,
            "Invalid events; BadRequest; age is missing; see the schema; score is text"
        ),
        (
            #"{"detail":[{"loc":["body",0,"age"],"msg":"field required","type":"missing"}]}"#,
            "body.0.age: field required"
        ),
        (#"{"detail":"Not authenticated"}"#, "Not authenticated"),
        (#"{"message":"Too many"}"#, "Too many"),
        (#"{"error":"no such index"}"#, "no such index"),
        (#"{"error":{"type":"mapper_exception","reason":"failed to parse"},"status":400}"#, "failed to parse"),
        (#"{"errors":{"age":["is missing","is no number"]}}"#, "age: is missing; age: is no number"),
        (#"{"type":"about:blank","title":"Unprocessable","status":422,"detail":"age"}"#, "Unprocessable; age"),
        (#"{"code":7}"#, #"{"code":7}"#), ("plain words\n", "plain words"), ("", ""), (" \r\n ", ""), ("null", "null"),
        ("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "502 Bad Gateway"),
        ("<h1>Busy</h1><p>Come   later</p>", "Busy Come later"),
        ("a\u{0}b\u{1B}[31m\u{202E}c", #"a\x00b\x1b[31m\u202ec"#), ("two\nlines", "two lines"),
    ])
    func `the words are found wherever a monitor puts them`(body: String, line: String) {
        #expect(words(body) == line)
    }

    @Test func `a long answer becomes one short line`() {
        let line = words(#"{"message":"\#(String(repeating: "ä", count: 5000))"}"#)
        #expect(line.unicodeScalars.count == 301)
        #expect(line.hasSuffix("ä…"))
        let deep = String(repeating: #"{"error":"#, count: 400) + #""x""# + String(repeating: "}", count: 400)
        #expect(words(deep).unicodeScalars.count <= 301)
    }

    @Test func `bytes that are no text do no harm`() {
        #expect(!MonitorWords([0xFF, 0xFE, 0x00, 0x41], hiding: Concealment([])).text.isEmpty)
    }

    @Test(arguments: [
        "Bearer tok/en+with=signs is unknown", "bad header: dG9rL2VuK3dpdGg9c2lnbnM=", "dG9rL2VuK3dpdGg9c2lnbnM",
        "q=tok%2Fen%2Bwith%3Dsigns", "q=tok%2fen%2bwith%3dsigns", #"{"message":"tok\/en+with=signs"}"#,
        #"not json: "tok\/en+with=signs""#, #"{"error":{"tok/en+with=signs":"x"}}"#,
    ])
    func `a secret that a monitor repeats is blotted out`(body: String) {
        let line = words(body, hiding: "tok/en+with=signs")
        #expect(line.contains("***"))
        for form in ["tok/en", "tok%2", "dG9rL2Vu", #"tok\/en"#] { #expect(!line.contains(form)) }
    }

    @Test func `half of a secret at the end of the line is none that shows`() {
        let line = words(String(repeating: "x", count: 295) + "secret-token", hiding: "secret-token")
        #expect(!line.contains("secr"))
    }

    @Test func `a password behind Basic is a secret too`() {
        let line = words(
            "user relay with password hunter22 (cmVsYXk6aHVudGVyMjI=)", hiding: "Basic cmVsYXk6aHVudGVyMjI=")
        #expect(line == "user relay with password *** (***)")
    }

    @Test func `a word of a header is a secret too`() {
        let line = words(
            "session 0123456789 is over, ask for abcdefghij", hiding: "session=0123456789; a=b", "Bearer abcdefghij")
        #expect(line == "session *** is over, ask for ***")
    }

    @Test func `what is too short to be a secret does not spoil the sentence`() {
        #expect(words("1 of 10 rows", hiding: "1", "of") == "1 of 10 rows")
    }
}
