import CZlib
package import JSON

/// Inflates an object that is gzip, as its first bytes tell, and hands on any other as it is.
package final class InflatingBody: ObjectBody {
    private enum Kind {
        case unknown
        case plain
        case gzip
    }

    private let source: any ObjectBody
    private let uri: String
    private let limit: Int
    private var kind = Kind.unknown
    private var stream: InflateStream?
    private var compressed = ByteBuffer(capacity: 0)
    private var consumed = 0
    private var sourceHasEnded = false
    private var produced = 0
    private var hasEndedMember = false

    package var bytesRead: Int { source.bytesRead }
    package var retries: Int { source.retries }
    package var version: String? { source.version }

    /// A body over another one.
    package init(_ source: any ObjectBody, uri: String, limit: Int) {
        self.source = source
        self.uri = uri
        self.limit = limit
    }

    package func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        if kind == .unknown { try await recognise() }
        if kind == .gzip { return try await inflate(into: &buffer) }
        guard compressed.count > consumed else { return try await source.read(into: &buffer) }
        let head = compressed.count - consumed
        compressed.removeFirst(consumed)
        buffer.append(taking: &compressed)
        compressed.removeAll(keepingAtMost: 0)
        consumed = 0
        return head
    }

    package func seek(to offset: Int) async throws(FetchError) -> Bool {
        if kind == .unknown { try await recognise() }
        guard kind == .plain, try await source.seek(to: offset) else { return false }
        compressed.removeAll(keepingAtMost: 0)
        consumed = 0
        return true
    }

    private func recognise() async throws(FetchError) {
        while compressed.count < 2, try await fill() {}
        kind = compressed.bytes.peek(0) == 0x1F && compressed.bytes.peek(1) == 0x8B ? .gzip : .plain
    }

    /// Takes another chunk from the source; whether there was one.
    private func fill() async throws(FetchError) -> Bool {
        compressed.removeFirst(consumed)
        consumed = 0
        let count = try await source.read(into: &compressed)
        sourceHasEnded = count == 0
        return count > 0
    }

    private func inflate(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
        while true {
            if stream == nil {
                guard try await beginsMember() else { return 0 }
                stream = InflateStream()
            }
            guard let stream else { return 0 }
            let step = stream.inflate(compressed.bytes(consumed, compressed.count), into: &buffer)
            consumed += step.consumed
            produced += step.produced
            guard produced <= limit else { throw .inflatesTooFar(uri: uri, limit: limit) }
            switch step.state {
            case .ended:
                self.stream = nil
                hasEndedMember = true
            case .corrupt: throw .corruptGzip(uri: uri, offset: produced)
            case .goesOn: break
            }
            if step.produced > 0 { return step.produced }
            if step.state == .goesOn, consumed == compressed.count, try await !fill() {
                throw .truncatedGzip(uri: uri, offset: produced)
            }
        }
    }

    /// Whether another gzip member follows; zero bytes behind the last one are padding.
    private func beginsMember() async throws(FetchError) -> Bool {
        while true {
            while consumed < compressed.count, hasEndedMember, compressed.bytes[consumed] == 0 { consumed += 1 }
            if compressed.count - consumed >= 2 { break }
            guard !sourceHasEnded, try await fill() else { break }
        }
        if consumed == compressed.count { return false }
        let bytes = compressed.bytes
        guard bytes.peek(consumed) == 0x1F, bytes.peek(consumed + 1) == 0x8B || consumed + 1 == bytes.count else {
            throw .corruptGzip(uri: uri, offset: produced)
        }
        return true
    }
}

/// One gzip member being inflated.
///
/// zlib keeps the address of its state, so that lives on the heap.
@safe
private final class InflateStream {
    enum State {
        case goesOn
        case ended
        case corrupt
    }

    struct Step {
        let consumed: Int
        let produced: Int
        let state: State
    }

    private static let chunk = 256 * 1024
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let code = unsafe relay_inflate_begin(stream)
        precondition(code == Z_OK, "zlib has no memory for its window")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Inflates as much as fits into one chunk.
    func inflate(_ input: Bytes, into buffer: inout ByteBuffer) -> Step {
        var code = Z_OK
        let offered = min(input.count, Int(Int32.max))
        let produced = unsafe input.withUnsafeMemory { memory in
            unsafe buffer.append(upTo: Self.chunk) { room in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: memory.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(offered)
                unsafe stream.pointee.next_out = room.baseAddress
                unsafe stream.pointee.avail_out = UInt32(room.count)
                code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                return unsafe room.count - Int(stream.pointee.avail_out)
            }
        }
        let consumed = unsafe offered - Int(stream.pointee.avail_in)
        let state: State =
            switch code {
            case Z_STREAM_END: .ended
            case Z_OK, Z_BUF_ERROR: .goesOn
            default: .corrupt
            }
        return Step(consumed: consumed, produced: produced, state: state)
    }
}
