import JSON

/// What is left to send of a request's body: libcurl takes it piece by piece, so that no second copy of it is made.
struct Outflow {
    private let body: HTTPBody
    private var sent = 0

    /// How many bytes the whole body has.
    var count: Int { body.count }

    init(_ body: HTTPBody) {
        self.body = body
    }

    /// Fills as much of the room as there is to send; returns how much it was.
    @unsafe mutating func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let piece = sent..<sent + min(room.count, body.count - sent)
        switch body {
        case .array(let bytes):
            unsafe bytes.withUnsafeBytes { memory in
                unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[piece]))
            }
        case .sealed(let bytes):
            bytes.withBytes { bytes in
                unsafe bytes.slice(piece.lowerBound, piece.upperBound).withUnsafeMemory { memory in
                    unsafe room.copyMemory(from: UnsafeRawBufferPointer(memory))
                }
            }
        }
        sent = piece.upperBound
        return piece.count
    }

    /// Goes on at a place, as it must where a connection turned out to be gone; whether there is such a place.
    mutating func seek(to offset: Int) -> Bool {
        guard (0...body.count).contains(offset) else { return false }
        sent = offset
        return true
    }
}
