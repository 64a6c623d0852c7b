/// What is left to send of a request's body: libcurl takes it piece by piece, so that no second copy of it is made.
struct Outflow {
    private let bytes: [UInt8]
    private var sent = 0

    /// How many bytes the whole body has.
    var count: Int { bytes.count }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Fills as much of the room as there is to send; returns how much it was.
    @unsafe mutating func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, bytes.count - sent)
        unsafe bytes.withUnsafeBytes { memory in
            unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[sent..<sent + count]))
        }
        sent += count
        return count
    }

    /// Goes on at a place, as it must where a connection turned out to be gone; whether there is such a place.
    mutating func seek(to offset: Int) -> Bool {
        guard (0...bytes.count).contains(offset) else { return false }
        sent = offset
        return true
    }
}
