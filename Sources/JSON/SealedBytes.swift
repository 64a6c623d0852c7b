import Synchronization

/// Bytes that are done: a buffer that as many as want to may read, wherever they run.
///
/// Nothing is copied when a buffer becomes one, however long it is.
@safe
public final class SealedBytes: Sendable {
    /// How many they are.
    public let count: Int
    /// Where they lie, as long as the buffer is not taken out.
    private let address: UInt
    private let buffer: Mutex<ByteBuffer>

    /// Takes over a buffer.
    public init(_ buffer: consuming ByteBuffer) {
        count = buffer.count
        address = buffer.address
        self.buffer = Mutex(buffer)
    }

    /// Lends a view of all of them.
    public func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        guard let base = unsafe UnsafePointer<UInt8>(bitPattern: address) else {
            preconditionFailure("a buffer has no memory")
        }
        return unsafe body(Bytes(base: base, count: count))
    }

    /// A copy of all of them.
    public var array: [UInt8] { withBytes(\.array) }

    /// Takes the buffer out again, emptied, if nobody else holds the bytes; they are gone then.
    public static func reopen(_ bytes: inout SealedBytes) -> ByteBuffer? {
        guard isKnownUniquelyReferenced(&bytes) else { return nil }
        var buffer = ByteBuffer(capacity: 0)
        bytes.buffer.withLock { swap(&$0, &buffer) }
        buffer.removeAll()
        return buffer
    }
}
