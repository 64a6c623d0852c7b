import Foundation
import Relay
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_767_323_045, "2026-01-02T03:04:05Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        (-62_135_596_800, "0001-01-01T00:00:00Z"), (-86_400, "1969-12-31T00:00:00Z"),
    ])
    func `a time is written to the second`(seconds: Int, text: String) {
        #expect(Timestamp(seconds: seconds).text() == text)
    }

    @Test func `a monitor's own form is written on demand`() {
        #expect(Timestamp(seconds: 1_767_323_045).text(separator: " ", zone: "") == "2026-01-02 03:04:05")
    }

    @Test func `now is what the clock of Foundation says`() {
        let before = Int(Date().timeIntervalSince1970)
        let now = Timestamp.now.seconds
        #expect(now >= before - 1 && now <= before + 60)
    }
}
