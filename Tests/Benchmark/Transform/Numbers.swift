import JSON

/// A linear congruential generator; its upper bits are random enough for captures.
struct Numbers {
    private var state: UInt64 = 7

    mutating func next(below limit: UInt64) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % limit)
    }

    mutating func appendDigits(_ count: Int, to buffer: inout ByteBuffer) {
        for _ in 0..<count { buffer.append(0x30 + UInt8(next(below: 10))) }
    }
}
