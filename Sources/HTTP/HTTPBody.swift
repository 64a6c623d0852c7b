package import JSON

/// What a request sends: an array, or the memory that it was written in, which is long and not copied.
package enum HTTPBody: Sendable {
    case array([UInt8])
    case sealed(SealedBytes)

    /// How many bytes it has.
    package var count: Int {
        switch self {
        case .array(let bytes): bytes.count
        case .sealed(let bytes): bytes.count
        }
    }

    /// The bytes as an array of their own.
    package var array: [UInt8] {
        switch self {
        case .array(let bytes): bytes
        case .sealed(let bytes): bytes.array
        }
    }

    /// Lends a view of the bytes.
    package func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        switch self {
        case .array(let bytes):
            var buffer = ByteBuffer(capacity: bytes.count)
            buffer.append(contentsOf: bytes)
            return body(buffer.bytes)
        case .sealed(let bytes): return bytes.withBytes(body)
        }
    }
}

extension HTTPBody: Equatable {
    package static func == (left: HTTPBody, right: HTTPBody) -> Bool { left.array == right.array }
}
