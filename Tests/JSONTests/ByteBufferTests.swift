import JSON
import TestSupport
import Testing

@Suite struct ByteBufferTests {
    @Test(arguments: [0, 1, 256])
    func `a buffer holds what was appended however often it grew`(capacity: Int) {
        var buffer = ByteBuffer(capacity: capacity)
        var expected: [UInt8] = []
        for number in 0..<2000 {
            buffer.append(UInt8(number & 0xFF))
            expected.append(UInt8(number & 0xFF))
        }
        let array = buffer.bytes.array
        #expect(array == expected)
        let allocated = buffer.allocated
        #expect(allocated >= 2000)
    }

    @Test func `views of every length are copied whole and nothing behind them is`() {
        for length in 0...70 {
            let bytes = (0..<length).map { UInt8($0 + 1) }
            let copy = reading(bytes, before: 0xEE) { view in
                written { buffer in
                    buffer.append(0x28)
                    buffer.append(view)
                    buffer.append(0x29)
                }
            }
            #expect(copy == [0x28] + bytes + [0x29])
        }
    }

    @Test func `names and values are appended by turns, up to one that is long`() {
        for first in [0, 1, 27, 28, 29, 64, 65] {
            for second in [0, 1, 31, 32, 33, 64, 65] {
                let name = String(repeating: "n", count: first)
                let value = String(repeating: "v", count: second)
                let names = MemberNames(["short", name, "last"])
                var ends = RefillableList<Int>()
                for end in [0, 0, second, 1] { ends.append(end) }
                var count = 0
                let text = reading(Array((value + "v").utf8)) { bytes in
                    writtenText { buffer in
                        count = buffer.appendShort(names, from: 0, ends, from: 1, 3) { end, index in
                            (bytes.slice(0, end), index == 1 ? .bare : .quoted)
                        }
                    }
                }
                let isShort = second < 32 && first + 4 < 32
                #expect(count == (isShort ? 3 : 1))
                #expect(text == (isShort ? #"{"short":"","\#(name)":\#(value),"last":"v""# : #"{"short":"""#))
            }
        }
    }

    @Test func `names are appended from any one on, behind what is there, up to a value that is written otherwise`() {
        let names = MemberNames(["a", "\"b", "c", "d"])
        var ends = RefillableList<Int>()
        for end in [1, 2, 0, 1] { ends.append(end) }
        let text = reading(Array("xy".utf8)) { bytes in
            writtenText { buffer in
                buffer.append("{}")
                let count = buffer.appendShort(names, from: 1, ends, from: 0, 3) { end, _ in
                    (bytes.slice(0, end), end == 0 ? .other : .quoted)
                }
                #expect(count == 2)
                buffer.append(names[3])
            }
        }
        #expect(text == #"{},"\"b":"x","c":"xy","d":"#)
    }

    @Test func `literals, text and arrays are appended as UTF-8`() {
        let text = writtenText { buffer in
            buffer.append("é1")
            buffer.append(text: "한2")
            buffer.append(contentsOf: [0x33])
            buffer.append(text: "")
        }
        #expect(text == "é1한23")
    }

    @Test(arguments: [0, 1, 5, 99, 100])
    func `what is removed first is gone and the rest moved up`(count: Int) {
        let bytes = (0..<100).map { UInt8($0) }
        let rest = written { buffer in
            buffer.append(contentsOf: bytes)
            buffer.removeFirst(count)
            buffer.append(0xFF)
        }
        #expect(rest == Array(bytes[count...]) + [0xFF])
    }

    @Test func `a truncated buffer goes on where it was cut`() {
        let text = writtenText { buffer in
            buffer.append("capture relay")
            buffer.truncate(to: 7)
            buffer.append("s")
        }
        #expect(text == "captures")
    }

    @Test func `memory beyond the wanted is given back and the buffer still works`() {
        var buffer = ByteBuffer(capacity: 0)
        buffer.append(contentsOf: [UInt8](repeating: 1, count: 100_000))
        buffer.removeAll()
        let held = buffer.allocated
        buffer.removeAll(keepingAtMost: 1000)
        let left = [buffer.allocated, buffer.count]
        #expect(held >= 100_000)
        #expect(left == [1000, 0])
        buffer.append(contentsOf: [UInt8](repeating: 2, count: 1500))
        let array = buffer.bytes.array
        #expect(array == [UInt8](repeating: 2, count: 1500))
    }

    @Test func `memory within the wanted is kept`() {
        var buffer = ByteBuffer(capacity: 500)
        buffer.removeAll(keepingAtMost: 1000)
        let allocated = buffer.allocated
        #expect(allocated == 500)
    }

    @Test func `a function that fills a buffer says how much it wrote`() {
        var buffer = ByteBuffer(capacity: 0)
        buffer.append("a")
        let written = unsafe buffer.append(upTo: 10) { room in
            for index in 0..<3 { unsafe room[index] = 0x62 }
            return room.count == 10 ? 3 : -1
        }
        let failed = unsafe buffer.append(upTo: 10) { _ in -1 }
        let text = buffer.bytes.text
        #expect(written == 3)
        #expect(failed == -1)
        #expect(text == "abbb")
    }

    @Test(arguments: [0, 1, 40, 64, 65, 1000], [0, 1, 63, 64, 500])
    func `a buffer takes over what another holds, behind what it has itself`(own: Int, others: Int) {
        for front in [0, 64] {
            var buffer = ByteBuffer(capacity: 0)
            buffer.append(contentsOf: [UInt8](repeating: 1, count: own + 3))
            buffer.removeFirst(3)
            var other = ByteBuffer(capacity: 0)
            other.leaveFront(front)
            other.append(contentsOf: [UInt8](repeating: 2, count: others))
            buffer.append(taking: &other)
            buffer.append(3)
            let count = other.count
            #expect(count == 0)
            other.append(contentsOf: [UInt8](repeating: 9, count: 2000))
            let bytes = buffer.bytes.array
            #expect(bytes == [UInt8](repeating: 1, count: own) + [UInt8](repeating: 2, count: others) + [3])
        }
    }

    @Test func `a chunk for which there is room in front is not copied`() {
        var buffer = ByteBuffer(capacity: 0)
        buffer.append(contentsOf: [1, 2, 3])
        var other = ByteBuffer(capacity: 100)
        other.leaveFront(3)
        other.append(contentsOf: [4, 5])
        let place = other.bytes.withPlace { $0 }
        buffer.append(taking: &other)
        let moved = buffer.bytes.withPlace { $0 }
        #expect(moved == place - 3)
        let bytes = buffer.bytes.array
        #expect(bytes == [1, 2, 3, 4, 5])
    }

    @Test func `a buffer that forgets its first bytes again and again does not grow without end`() {
        var buffer = ByteBuffer(capacity: 0)
        for round in 0..<1000 {
            buffer.append(contentsOf: [UInt8](repeating: UInt8(round & 0xFF), count: 100))
            if round > 0 {
                let oldest = buffer.bytes[0]
                #expect(oldest == UInt8((round - 1) & 0xFF))
                buffer.removeFirst(100)
            }
        }
        buffer.removeFirst(100)
        let allocated = buffer.allocated
        #expect(allocated < 1000)
    }

    @Test func `bytes that were sealed stay until nobody else holds them, and their memory is used again`() throws {
        var buffer = ByteBuffer(capacity: 10)
        buffer.append(contentsOf: [0, 1, 2, 3])
        buffer.removeFirst(1)
        var sealed = SealedBytes(buffer)
        let other = sealed
        let isHeld = SealedBytes.reopen(&sealed) == nil
        #expect(isHeld)
        withExtendedLifetime(other) { #expect(other.array == [1, 2, 3]) }
        var alone = SealedBytes(ByteBuffer(capacity: 500))
        let reopened = SealedBytes.reopen(&alone)
        let allocated = reopened?.allocated
        #expect(allocated == 500)
    }
}

extension Bytes {
    /// The number of the place in memory.
    fileprivate func withPlace<Result>(_ body: (Int) -> Result) -> Result {
        unsafe withUnsafeMemory { body(Int(bitPattern: $0.baseAddress)) }
    }
}
