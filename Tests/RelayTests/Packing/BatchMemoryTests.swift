import JSON
import Testing

@testable import Relay

@Suite struct BatchMemoryTests {
    /// Seals so many texts of a size, and holds the last ones; where they lay, and what was read in the end.
    private func places(_ count: Int, of size: Int, holding held: Int) -> (places: Set<Int>, isIntact: Bool) {
        var memory = BatchMemory(limit: 1 << 20)
        var buffer = ByteBuffer(capacity: size * 5 / 4)
        var places: Set<Int> = []
        var texts: [(bytes: SealedBytes, byte: UInt8)] = []
        var isIntact = true
        for number in 0..<count {
            let byte = UInt8(number & 0x7F)
            buffer.append(contentsOf: [UInt8](repeating: byte, count: size))
            let bytes = memory.seal(&buffer)
            places.insert(bytes.withBytes { unsafe $0.withUnsafeMemory { Int(bitPattern: $0.baseAddress) } })
            texts.append((bytes, byte))
            if texts.count > held { texts.removeFirst() }
            isIntact = isIntact && texts.allSatisfy { $0.bytes.array == [UInt8](repeating: $0.byte, count: size) }
        }
        return (places, isIntact)
    }

    @Test(arguments: [1, 2, 5])
    func `the memory of a batch that is over is used again, and of no other`(held: Int) {
        let (places, isIntact) = places(50, of: 100_000, holding: held)
        #expect(isIntact)
        #expect(places.count <= held + 2)
    }
}
