import JSON
import TestSupport
import Testing

@Suite struct BytesScanTests {
    /// All lengths around the size of one, two, four and eight vectors.
    private static let lengths = 0...140

    private static let plain = UInt8(ascii: "x")

    @Test(arguments: [0x22, 0x5C, 0x00, 0x0A, 0x1F] as [UInt8], [0x22, 0x78] as [UInt8])
    func `plain text ends at the first mark wherever it stands`(mark: UInt8, trap: UInt8) {
        for length in Self.lengths {
            for place in 0...length {
                var bytes = [UInt8](repeating: Self.plain, count: length)
                if place < length { bytes[place] = mark }
                reading(bytes, before: trap) { view in
                    for start in Set([0, place / 2, place, length]) {
                        let expected = start <= place ? place : length
                        let end = view.endOfPlainText(from: start)
                        #expect(end == expected, "\(length) bytes, mark at \(place), from \(start)")
                    }
                }
            }
        }
    }

    @Test func `every byte is plain or is none as JSON has it`() {
        for byte in UInt8.min...UInt8.max {
            let end = reading([Self.plain, byte]) { $0.endOfPlainText(from: 0) }
            #expect(end == (byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 2))
        }
    }

    @Test(arguments: [0x22, 0x78, 0x2C] as [UInt8])
    func `the marks of CSV are those that a loop finds`(trap: UInt8) {
        var random = SeededGenerator(seed: 5)
        for length in Self.lengths {
            for palette in ["x,\"\n\r\\\u{1}\u{C}\u{2B}y", "x,,yz", "xyz"] {
                let bytes = (0..<length).map { _ in Array(palette.utf8).randomElement(using: &random) ?? 0 }
                reading(bytes, before: trap) { view in
                    for start in 0..<length {
                        var commas: UInt64 = 0
                        var others: UInt64 = 0
                        for (bit, byte) in bytes[start...].prefix(64).enumerated() {
                            if byte == 0x2C { commas |= 1 << UInt64(bit) }
                            if byte < 0x20 || byte == 0x22 || byte == 0x5C { others |= 1 << UInt64(bit) }
                        }
                        let marks = view.marksOfCSV(at: start)
                        #expect(marks == (commas, others), "\(length) bytes from \(start)")
                        #expect(view.commas(at: start) == commas, "\(length) bytes from \(start)")
                    }
                }
            }
        }
    }

    @Test func `every byte is a mark of CSV or is none`() {
        for byte in UInt8.min...UInt8.max {
            let marks = reading([byte]) { $0.marksOfCSV(at: 0) }
            #expect(marks.commas == (byte == 0x2C ? 1 : 0))
            #expect(marks.others == (byte < 0x20 || byte == 0x22 || byte == 0x5C ? 1 : 0))
        }
    }

    @Test(arguments: [0x80, 0xFF] as [UInt8], [0xFF, 0x78] as [UInt8])
    func `one byte beyond ASCII is seen wherever it stands`(byte: UInt8, trap: UInt8) {
        for length in Self.lengths {
            let plain = [UInt8](repeating: 0x7F, count: length)
            #expect(reading(plain, before: trap) { $0.isASCII }, "\(length) bytes")
            for place in 0..<length {
                var bytes = plain
                bytes[place] = byte
                #expect(!reading(bytes, before: trap) { $0.isASCII }, "\(length) bytes, at \(place)")
            }
        }
    }

    @Test(arguments: [0x2C, 0x78] as [UInt8])
    func `a byte is found where it first stands and never behind the end`(trap: UInt8) {
        for length in Self.lengths {
            for place in 0...length {
                var bytes = [UInt8](repeating: 0x61, count: length)
                for index in place..<length where (index - place) % 5 == 0 { bytes[index] = 0x2C }
                reading(bytes, before: trap) { view in
                    for start in Set([0, place, min(place + 1, length), length]) {
                        let expected = bytes[start...].firstIndex(of: 0x2C)
                        #expect(view.firstIndex(of: 0x2C, from: start) == expected)
                    }
                }
            }
        }
    }

    @Test func `bytes are the same only if each is`() {
        for length in Self.lengths {
            let bytes = (0..<length).map { UInt8($0) }
            reading(bytes, before: 1) { left in
                reading(bytes, before: 2) { #expect(left == $0) }
                reading(bytes + [0], before: 1) { #expect(!(left == $0)) }
                for place in 0..<length {
                    var other = bytes
                    other[place] ^= 0x80
                    reading(other, before: 1) { #expect(!(left == $0), "\(length) bytes, at \(place)") }
                }
            }
        }
    }

    @Test(
        arguments: [
            ([], true), ([0x61, 0xC3, 0xA9], true), ([0xF0, 0x9F, 0x98, 0x80], true), ([0xC3], false), ([0x80], false),
            ([0xC0, 0x80], false), ([0xED, 0xA0, 0x80], false), ([0xF4, 0x90, 0x80, 0x80], false), ([0xFF], false),
            ([0x61, 0xE2, 0x82], false),
        ] as [([UInt8], Bool)])
    func `UTF-8 is judged as the standard has it`(bytes: [UInt8], isUTF8: Bool) {
        #expect(reading(bytes, before: 0x80) { $0.isUTF8 } == isUTF8)
        let behind = [UInt8](repeating: 0x61, count: 40)
        #expect(reading(behind + bytes, before: 0x80) { $0.isUTF8 } == isUTF8)
    }
}
