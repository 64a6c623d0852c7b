import JSON

/// Finds the column of a name without allocating: names hashed into a table of twice their number.
struct NameTable: ~Copyable {
    private let names: ByteBuffer
    private let ends: [Int]
    private let slots: [Int32]
    /// A bit for each byte that a name begins with; the cases of a letter share one.
    private let firstBytes: UInt64

    /// A table of names, which must differ.
    init(_ list: [String]) {
        var names = ByteBuffer()
        var ends = [0]
        for name in list {
            names.append(text: name)
            ends.append(names.count)
        }
        let size = max(8, list.count * 2).nextPowerOfTwo
        var slots = [Int32](repeating: -1, count: size)
        for index in list.indices {
            var slot = Self.hash(names.bytes(ends[index], ends[index + 1])) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(index)
        }
        firstBytes = list.reduce(0) { $0 | Self.bit($1.utf8.first ?? 0) }
        self.names = names
        self.ends = ends
        self.slots = slots
    }

    /// How many names there are.
    var count: Int { ends.count - 1 }

    /// A name.
    subscript(index: Int) -> Bytes { names.bytes(ends[index], ends[index + 1]) }

    /// The column of a name; where the same names come in the same order, `guess` finds it at once.
    @inline(__always)
    func index(of name: Bytes, guess: Int) -> Int? {
        if guess < count, self[guess] == name { return guess }
        return index(of: name)
    }

    /// Whether it may be a name; most that are none are told by their first byte.
    @inline(__always)
    func mayHave(_ name: Bytes) -> Bool { firstBytes & Self.bit(name.peek(0)) != 0 }

    private static func bit(_ byte: UInt8) -> UInt64 { 1 &<< UInt64(byte & 0x1F | (byte & 0x40) &>> 1) }

    /// The column of a name.
    func index(of name: Bytes) -> Int? {
        guard mayHave(name) else { return nil }
        var slot = Self.hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if self[index] == name { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func hash(_ name: Bytes) -> Int {
        var hash: UInt = 14_695_981_039_346_656_037
        for index in 0..<name.count { hash = (hash ^ UInt(name[index])) &* 1_099_511_628_211 }
        return Int(bitPattern: hash ^ hash >> 29) & .max
    }
}

extension Int {
    fileprivate var nextPowerOfTwo: Int {
        self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
    }
}
