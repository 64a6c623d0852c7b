import JSON
import TestSupport
import Testing

@Suite struct BytesTests {
    @Test func `a look behind the end sees zero`() {
        reading("ab") { bytes in
            #expect([-1, 0, 1, 2, 3, Int.max, Int.min].map { bytes.peek($0) } == [0, 0x61, 0x62, 0, 0, 0, 0])
        }
    }

    @Test func `a slice sees its part alone`() {
        reading("capture") { bytes in
            #expect(bytes.slice(0, 3).text == "cap")
            #expect(bytes.slice(3, 7).array == Array("ture".utf8))
            #expect(bytes.slice(7, 7).isEmpty)
            #expect(bytes.slice(2 as UInt32, length: 2).text == "pt")
            #expect(bytes.slice(1, 4).slice(1, 2).text == "p")
            #expect(bytes.slice(1, 4).peek(3) == 0)
        }
    }

    @Test func `a literal is recognised whole and as a prefix`() {
        reading("quarantine/1") { bytes in
            #expect(bytes == "quarantine/1")
            #expect(!(bytes == "quarantine/2"))
            #expect(!(bytes == "quarantine/"))
            #expect(bytes.hasPrefix("quarantine/"))
            #expect(bytes.hasPrefix(""))
            #expect(!bytes.hasPrefix("quarantine/11"))
            #expect(!bytes.hasPrefix("Quarantine"))
        }
    }

    @Test func `bytes that are no UTF-8 become replacement characters`() {
        #expect(reading([0x61, 0xFF, 0x62]) { $0.text } == "a\u{FFFD}b")
    }

    @Test func `the same bytes have the same hash`() {
        func hash(_ text: String) -> Int {
            reading(text) { bytes in
                var hasher = Hasher()
                bytes.hash(into: &hasher)
                return hasher.finalize()
            }
        }
        #expect(hash("a") == hash("a"))
        #expect(hash("a") != hash("b"))
        #expect(hash("") != hash("\u{0}"))
    }
}
