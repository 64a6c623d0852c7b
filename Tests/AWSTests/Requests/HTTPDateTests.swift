import Testing

@testable import AWS

@Suite struct HTTPDateTests {
    @Test func `A date of a header is read`() {
        #expect(AmazonTime(http: "Sat, 21 Nov 2026 10:00:00 GMT") == AmazonTime(seconds: 1_795_255_200))
        #expect(AmazonTime(http: "thu, 01 jan 1970 00:00:01 gmt") == AmazonTime(seconds: 1))
    }

    @Test(arguments: [
        "", "now", "Sat, 21 Nov 2026 10:00:00", "Sat, 21 Nov 2026 10:00 GMT", "Sat, 31 Feb 2026 10:00:00 GMT",
        "Sat, 21 Nom 2026 10:00:00 GMT", "Sat, 21 Nov 2026 25:00:00 GMT", "Sat, x Nov 2026 10:00:00 GMT",
        "Sat, 21 Nov 2026 10:00:00 CET", "Saturday, 21-Nov-26 10:00:00 GMT",
    ])
    func `What is no such date is not`(text: String) {
        #expect(AmazonTime(http: text) == nil)
    }
}
