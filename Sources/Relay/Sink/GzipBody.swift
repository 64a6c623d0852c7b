import CZlib
import HTTP
import JSON

/// Compresses the bodies of requests.
enum GzipBody {
    /// Bytes as gzip, at the fastest level: what is saved beyond it costs more than it is worth.
    static func compressed(_ body: HTTPBody) -> HTTPBody {
        body.withBytes { .array(compressed($0)) }
    }

    private static func compressed(_ input: Bytes) -> [UInt8] {
        var stream = unsafe z_stream()
        let code = unsafe relay_deflate_begin(&stream)
        precondition(code == Z_OK, "zlib has no memory for its window")
        defer { unsafe deflateEnd(&stream) }
        var output = ByteBuffer(capacity: 0)
        let bound = unsafe Int(deflateBound(&stream, UInt(input.count)))
        unsafe input.withUnsafeMemory { memory in
            unsafe stream.next_in = UnsafeMutablePointer(mutating: memory.baseAddress)
            unsafe stream.avail_in = UInt32(memory.count)
            _ = unsafe output.append(upTo: bound) { room in
                unsafe stream.next_out = room.baseAddress
                unsafe stream.avail_out = UInt32(room.count)
                let code = unsafe deflate(&stream, Z_FINISH)
                precondition(code == Z_STREAM_END, "zlib wrote more than it said it would")
                return unsafe room.count - Int(stream.avail_out)
            }
        }
        return output.bytes.array
    }
}
