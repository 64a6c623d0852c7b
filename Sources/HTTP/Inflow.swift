import CCurl
import JSON
import Synchronization

/// What has come of a response and was not read yet: libcurl's thread fills it, the reader empties it.
///
/// When it is full, the transfer pauses until somebody reads.
final class Inflow: Sendable {
    /// The head of a response.
    struct Head: Sendable {
        let status: Int
        let fields: HTTPFields
    }

    /// What a reader finds.
    enum Find {
        /// Bytes were taken; the transfer's thread has to be told when that makes room for more.
        case bytes(Int, wakesTransfer: Bool)
        case end
        case failure(TransferError)
        case nothingYet
    }

    private struct State: ~Copyable {
        var head: Head?
        /// What came; there is room in front of it for the end of what came before.
        var bytes = ByteBuffer(capacity: 0)
        var isComplete = false
        var failure: TransferError?
        var isPaused = false
        var isAbandoned = false
        var hasNews = false
        var reader: CheckedContinuation<Void, Never>?
    }

    /// From so many bytes on, no more are received.
    private static let capacity = 256 << 10
    /// So many bytes are read from a connection at once at most.
    static let chunk = 128 << 10
    /// So many of them libcurl hands over at a time, but for the last ones.
    private static let piece = Int(CURL_MAX_WRITE_SIZE)

    /// So much of a line that began in one chunk may be put in front of the next one.
    private static let front = 16 << 10

    private let state = Mutex(State())

    init() {}

    // The reader's side.

    /// The head, once it is there.
    var head: Head? { state.withLock { $0.head } }

    /// Why the transfer came to nothing, if it did.
    var failure: TransferError? { state.withLock { $0.failure } }

    /// Whether all has come that will.
    var isComplete: Bool { state.withLock { $0.isComplete } }

    /// Takes what is there.
    func take(into buffer: inout ByteBuffer) -> Find {
        state.withLock { state in
            let count = state.bytes.count
            if count > 0 {
                buffer.append(taking: &state.bytes)
                return .bytes(count, wakesTransfer: state.isPaused)
            }
            if let failure = state.failure { return .failure(failure) }
            return state.isComplete ? .end : .nothingYet
        }
    }

    /// Waits until something came since the last time.
    func arrival() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.hasNews || state.isComplete || state.failure != nil {
                    state.hasNews = false
                    return true
                }
                state.reader = continuation
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Says that nobody will read on; true when that is news to the transfer.
    func abandon() -> Bool {
        state.withLock { state in
            state.isAbandoned = true
            state.bytes.removeAll(keepingAtMost: 0)
            return !state.isComplete && state.failure == nil
        }
    }

    // The transfer's side.

    /// Takes the head.
    func receive(_ head: Head) {
        state.withLock { state in
            state.head = head
            state.hasNews = true
        }
    }

    /// Takes bytes of the body, unless there is no room; then the transfer has to pause.
    @unsafe func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard state.bytes.count < Self.capacity, !state.isAbandoned else {
                state.isPaused = true
                return false
            }
            // A whole piece is not the last one of a body, and memory that grows is copied.
            if state.bytes.count == 0, bytes.count == Self.piece {
                state.bytes.reserve(Self.front + Self.capacity + Self.chunk)
                state.bytes.leaveFront(Self.front)
            }
            unsafe state.bytes.append(copying: bytes)
            state.hasNews = true
            return true
        }
    }

    /// Whether the transfer paused and there is room again; it goes on then.
    func resumes() -> Bool {
        state.withLock { state in
            guard state.isPaused, !state.isAbandoned, state.bytes.count == 0 else { return false }
            state.isPaused = false
            return true
        }
    }

    /// Whether nobody wants the rest.
    var isAbandoned: Bool { state.withLock { $0.isAbandoned || $0.failure != nil } }

    /// Ends the response, well or not; the first end counts.
    func end(with error: TransferError? = nil) {
        state.withLock { state in
            guard !state.isComplete, state.failure == nil else { return }
            if let error { state.failure = error } else { state.isComplete = true }
            state.hasNews = true
        }
        tell()
    }

    /// Wakes the reader if it waits and there is something for it.
    func tell() {
        let reader: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.hasNews, let reader = state.reader else { return nil }
            state.reader = nil
            state.hasNews = false
            return reader
        }
        reader?.resume()
    }
}
