import Testing

@testable import Relay

@Suite struct CaptureKeyTests {
    private static let file = "12-34-567-3f6c2f1e-0000-4000-8000-000000000001.jsonl"

    @Test(arguments: ["", "prefix/", "a/b/c/", "/", "a//b/", "2025/11/20/AllTraffic/", "year=2026/é ü/"])
    func `endpoint and variant are found behind any prefix`(prefix: String) {
        let key = CaptureKey("\(prefix)churn-7/Shadow-01/2026/01/02/03/\(Self.file)")
        #expect(key?.endpoint == "churn-7")
        #expect(key?.variant == "Shadow-01")
    }

    @Test(arguments: [
        "", "a.jsonl", "churn/AllTraffic/a.jsonl", "AllTraffic/2026/01/02/03/a.jsonl", "churn/v/2026/1/02/03/a.jsonl",
        "churn/v/26/01/02/03/a.jsonl", "churn/v/2026/01/02/0x/a.jsonl", "/v/2026/01/02/03/a.jsonl",
        "churn//2026/01/02/03/a.jsonl", "churn/v/2026/01/02/03/more/a.jsonl",
    ])
    func `a key of another form tells neither`(key: String) {
        #expect(CaptureKey(key) == nil)
    }
}
