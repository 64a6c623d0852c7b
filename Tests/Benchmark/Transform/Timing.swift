import Files
import Glibc
import JSON
import Relay

/// Maps the captures of a file, which are in memory before the clock starts.
enum Timing {
    /// Prints the seconds that each round took, on the clock and on the processor.
    static func run(_ work: consuming LineWork, _ path: String, rounds: Int) throws {
        let object = try content(of: path)
        print("bytes \(object.count)")
        for _ in 0..<rounds {
            let rows = work.rows
            var lines = splitter(of: object)
            let processor = clock()
            let began = ContinuousClock.now
            work.map(&lines)
            work.finish()
            let took = began.duration(to: .now) / .seconds(1)
            print("seconds \(took) \(Double(clock() - processor) / 1e6) rows \(work.rows - rows)")
        }
        print("body bytes \(work.bodyBytes)")
    }

    /// Writes the batches to standard output.
    static func writeBodies(_ work: consuming LineWork, _ path: String) throws {
        let output = FileDescriptor(shared: 1)
        let object = try content(of: path)
        var lines = splitter(of: object)
        work.map(&lines) { try? output.write($0.text) }
        work.finish { try? output.write($0.text) }
    }

    private static func splitter(of object: borrowing ByteBuffer) -> LineSplitter {
        var lines = LineSplitter(limit: 1 << 30)
        lines.buffer.append(object.bytes)
        lines.isComplete = true
        return lines
    }

    private static func content(of path: String) throws -> ByteBuffer {
        let file = try FileDescriptor(path, for: .reading)
        var content = ByteBuffer(capacity: (file.size ?? 0) + 1)
        while try file.read(into: &content, atMost: max(1, content.allocated - content.count)) > 0 {}
        return content
    }
}
