public import JSON

/// Lends bytes as a view, with bytes behind it that must not matter to whoever reads them.
public func reading<Result>(
    _ bytes: some Sequence<UInt8>,
    before trap: UInt8 = 0x22,
    _ body: (Bytes) throws -> Result
) rethrows -> Result {
    var buffer = ByteBuffer()
    buffer.append(contentsOf: Array(bytes))
    let count = buffer.count
    buffer.append(contentsOf: [UInt8](repeating: trap, count: ByteBuffer.padding))
    let result = try body(buffer.bytes(0, count))
    buffer.removeAll()
    return result
}

/// Lends text as a view.
public func reading<Result>(_ text: String, _ body: (Bytes) throws -> Result) rethrows -> Result {
    try reading(text.utf8, body)
}

/// What somebody appends to an empty buffer.
public func written(_ body: (inout ByteBuffer) throws -> Void) rethrows -> [UInt8] {
    var buffer = ByteBuffer(capacity: 0)
    try body(&buffer)
    return buffer.bytes.array
}

/// What somebody appends to an empty buffer, as text.
public func writtenText(_ body: (inout ByteBuffer) throws -> Void) rethrows -> String {
    String(decoding: try written(body), as: UTF8.self)
}
