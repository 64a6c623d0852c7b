import AWS
import Testing

struct AmazonTimeTests {
    @Test func `A time is written as signatures have it`() {
        #expect(AmazonTime(seconds: 1_440_938_160).stamp == "20150830T123600Z")
        #expect(AmazonTime(seconds: 0).day == "19700101")
    }

    @Test(arguments: [
        ("2026-11-21T10:00:00Z", 1_795_255_200), ("2026-11-21T10:00:00.123456Z", 1_795_255_200),
        ("2026-11-21T10:00:00+00:00", 1_795_255_200), ("2026-11-21T12:30:00+0230", 1_795_255_200),
        ("2026-11-21T02:00:00-08:00", 1_795_255_200), ("2026-11-21 10:00:00", 1_795_255_200),
        ("2024-02-29T00:00:00Z", 1_709_164_800), ("1970-01-01T00:00:00Z", 0),
        ("20261121T100000Z", 1_795_255_200), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func `A time is read from ISO 8601`(text: String, seconds: Int) {
        #expect(AmazonTime(iso8601: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "soon", "2026-11-21", "2026-11-21T10:00", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z",
        "2026-11-21T25:00:00Z", "2026-11-21T10:60:00Z", "2026-11-21T10:00:00.Z", "2026-11-21T10:00:00ZZ",
        "2026-11-21T10:00:00+1", "2026-11-21T10:00:00+25:00", "2026-1121T100000Z",
    ])
    func `What is no time is not read as one`(text: String) {
        #expect(AmazonTime(iso8601: text) == nil)
    }
}
