import Testing

@testable import CaptureRelay

@Suite struct ByteSizeTests {
    @Test(arguments: [
        ("1", 1), ("4096", 4096), ("4096B", 4096), ("900KB", 900_000), ("900kb", 900_000), ("900 KB", 900_000),
        ("64KiB", 65_536), ("2MB", 2_000_000), ("32MiB", 33_554_432), ("1gb", 1_000_000_000),
        ("10GiB", 10_737_418_240), ("9223372036854775807", Int.max),
    ])
    func `A size is read`(text: String, bytes: Int) throws {
        #expect(try ByteSize.bytes(in: text) == bytes)
    }

    @Test(arguments: [
        ("", ByteSizeError.notASize), ("KB", .notASize), ("-1", .notASize), ("+1", .notASize), ("1.5MB", .notASize),
        ("64k", .notASize), ("1 TB", .notASize), ("1KB2", .notASize), ("١KB", .notASize), ("0", .zero), ("0GiB", .zero),
        ("9223372036854775808", .tooLarge), ("9223372036854775807KB", .tooLarge), ("8589934592GiB", .tooLarge),
    ])
    func `What is no size is refused with the reason`(text: String, error: ByteSizeError) {
        #expect(throws: error) { try ByteSize.bytes(in: text) }
    }
}

@Suite struct ShareTests {
    @Test(arguments: [
        ("0", 0.0), ("1", 1), ("1.0", 1), ("0.05", 0.05), (".5", 0.5), ("5%", 0.05), ("100%", 1), ("0.5%", 0.005),
    ])
    func `A share is read`(text: String, share: Double) {
        #expect(Share.value(of: text) == share)
    }

    @Test(arguments: ["", "%", "1.1", "101%", "-0.1", "nan", "inf", "0x1p-2", "1e-3", "5 %", "half", "1.0.0", "٠"])
    func `What is no share is refused`(text: String) {
        #expect(Share.value(of: text) == nil)
    }
}
