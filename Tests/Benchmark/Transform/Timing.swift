import Files
import Glibc
import JSON
import Relay

/// Maps the captures of a file, which is read into memory once, in pieces such as come from a network.
enum Timing {
    private static let piece = 256 * 1024

    /// Prints the seconds that each round took, on the clock and on the processor.
    static func run(_ work: consuming LineWork, _ path: String, rounds: Int) throws {
        let object = try content(of: path)
        print("bytes \(object.count)")
        for _ in 0..<rounds {
            let rows = work.rows
            let processor = clock()
            let began = ContinuousClock.now
            map(object, with: &work) { _ in }
            let took = began.duration(to: .now) / .seconds(1)
            print("seconds \(took) \(Double(clock() - processor) / 1e6) rows \(work.rows - rows)")
        }
        print("body bytes \(work.bodyBytes)")
    }

    /// Writes the batches to standard output.
    static func writeBodies(_ work: consuming LineWork, _ path: String) throws {
        let output = FileDescriptor(shared: 1)
        let object = try content(of: path)
        map(object, with: &work) { try? output.write($0.text) }
    }

    private static func map(_ object: borrowing ByteBuffer, with work: inout LineWork, _ send: (Batch) -> Void) {
        var lines = LineSplitter(limit: 1 << 30)
        var place = 0
        while !lines.isComplete {
            lines.makeRoom()
            let end = min(place + piece, object.count)
            lines.buffer.append(object.bytes(place, end))
            lines.isComplete = end == place
            place = end
            work.map(&lines, send)
        }
        work.finish(send)
    }

    private static func content(of path: String) throws -> ByteBuffer {
        let file = try FileDescriptor(path, for: .reading)
        var content = ByteBuffer(capacity: (file.size ?? 0) + 1)
        while try file.read(into: &content, atMost: max(1, content.allocated - content.count)) > 0 {}
        return content
    }
}
