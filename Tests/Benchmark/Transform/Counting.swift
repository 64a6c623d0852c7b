import JSON
import Relay

/// Maps the same captures over and over, so that a profiler can count what a byte costs.
enum Counting {
    private static let most = 16

    static func run(_ work: consuming LineWork, _ kind: CaptureKind, count: Int, rounds: Int) {
        var maker = CaptureMaker(kind)
        var captures = ByteBuffer()
        maker.append(count: count, to: &captures)
        // The chunks are read in before anything is counted: as many, however often they are mapped.
        for round in 0..<most {
            var lines = LineSplitter(limit: 1 << 30)
            lines.buffer.append(captures.bytes)
            lines.isComplete = true
            if round < rounds { work.map(&lines) }
        }
        print("bytes \(captures.count)")
        print("rows \(work.rows)")
    }
}
