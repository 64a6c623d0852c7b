/// Bytes that are done: the memory of a buffer, which as many as want to may read, wherever they run.
///
/// Nothing is copied when a buffer becomes one, however long it is, and none of it changes any more.
@safe
public final class SealedBytes: Sendable {
    /// How many they are.
    public let count: Int
    /// Where they lie; a number, so that there is no other way to them than through here.
    private let address: UInt

    /// Takes over what a buffer holds.
    public init(_ buffer: consuming ByteBuffer) {
        count = buffer.count
        unsafe address = UInt(bitPattern: buffer.release())
    }

    deinit {
        unsafe base.deallocate()
    }

    /// Lends a view of all of them.
    public func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        unsafe body(Bytes(base: base, count: count))
    }

    /// A copy of all of them.
    public var array: [UInt8] { withBytes(\.array) }

    private var base: UnsafePointer<UInt8> {
        guard let base = unsafe UnsafePointer<UInt8>(bitPattern: address) else {
            preconditionFailure("a buffer without memory was sealed")
        }
        return unsafe base
    }
}
