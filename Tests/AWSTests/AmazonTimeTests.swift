import AWS
import Testing

struct AmazonTimeTests {
    @Test func `A time is written as signatures have it`() {
        #expect(AmazonTime(seconds: 1_440_938_160).stamp == "20150830T123600Z")
        #expect(AmazonTime(seconds: 0).day == "19700101")
    }
}
