import JSON

/// Memory for what is in batches, one after another: that of a batch which is over is used again.
///
/// Memory that the system gives anew is cleared page by page.
struct BatchMemory: ~Copyable {
    private var sealed: [SealedBytes] = []
    /// A batch of more bytes than this is rare, and its memory is not kept.
    private let most: Int

    /// Memory for batches of at most so many bytes, but for a row that is too large by itself.
    init(limit: Int) {
        most = max(1 << 20, min(limit, 1 << 30) * 5 / 4)
    }

    /// Hands out what was written, and leaves an empty buffer with room for a little more than that.
    mutating func seal(_ buffer: inout ByteBuffer) -> SealedBytes {
        guard buffer.count > 0 else {
            buffer.removeAll(keepingAtMost: most)
            return Self.nothing
        }
        if buffer.allocated > most, buffer.count <= most { shrink(&buffer) }
        var full = spare(min(buffer.count + buffer.count / 8, most))
        swap(&full, &buffer)
        let isUsual = full.allocated <= most
        let bytes = SealedBytes(full)
        if isUsual { sealed.append(bytes) }
        return bytes
    }

    /// Gives back what only a row needed that was taken out again.
    private mutating func shrink(_ buffer: inout ByteBuffer) {
        var exact = spare(buffer.count)
        exact.append(buffer.bytes)
        swap(&exact, &buffer)
    }

    private static let nothing = SealedBytes(ByteBuffer(capacity: 0))

    /// A buffer of a batch that is over, or else another one.
    private mutating func spare(_ capacity: Int) -> ByteBuffer {
        var index = 0
        while index < sealed.count {
            guard let buffer = SealedBytes.reopen(&sealed[index]) else {
                index += 1
                continue
            }
            sealed.remove(at: index)
            // What is much too large is given back, as is what is too small.
            if capacity <= buffer.allocated, buffer.allocated / 2 <= capacity { return buffer }
        }
        return ByteBuffer(capacity: capacity)
    }
}
