import JSON
import Relay

/// Maps the same captures over and over, so that a profiler can count what a line costs: `Instructions LINES REPEATS`.
///
/// The captures are CSV with 30 features that stay strings and an answer, as a tabular model's are; they are made here
/// from a fixed seed, so that each run counts the same.
@main
struct Instructions {
    private static let most = 16

    static func main() {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard arguments.count >= 2 else { return print("usage: Instructions LINES REPEATS [typed]") }
        let isTyped = CommandLine.arguments.last == "typed"
        var captures = ByteBuffer()
        captures.append(text: CaptureMaker(lines: arguments[0]).text)
        var work = Work(isTyped: isTyped)
        // The chunks are read in before anything is counted: as many, however often they are mapped.
        for round in 0..<Self.most { work.map(captures.bytes, isCounted: round < arguments[1]) }
        print("bytes \(captures.count)")
        print("rows \(work.rows)")
    }
}

/// Line → row → bytes of the batch, as the pipeline does it.
private struct Work: ~Copyable {
    private(set) var rows = 0
    private var mapping: CaptureMapping
    private var packer = Packer(layout: .lines, limits: Packer.Limits(rows: 1000, bytes: 900_000))

    init(isTyped: Bool) {
        var settings = MappingSettings()
        settings.inputs = (0..<30).map { index in
            Column("feature_\(index)", type: isTyped && index != 5 ? .float : nil)
        }
        settings.outputs = [Column("prediction", type: isTyped ? .float : nil)]
        settings.timestamp = TimestampColumn(name: "timestamp")
        mapping = CaptureMapping(settings)
        mapping.begin(ObjectReference(bucket: "bucket", key: "key"))
    }

    mutating func map(_ captures: Bytes, isCounted: Bool) {
        var lines = LineSplitter(limit: 32 << 20)
        lines.buffer.append(captures)
        lines.isComplete = true
        guard isCounted else { return }
        while let line = lines.next() {
            guard case .rows(let count)? = try? mapping.read(line.bytes, offset: line.offset) else { continue }
            packer.beginLine(line.number, at: line.offset, line.bytes, seconds: mapping.inferenceSeconds)
            for row in 0..<count {
                packer.beginRow()
                guard (try? mapping.writeRow(row, into: &packer.buffer)) != nil else { return }
                packer.endRow(row, isLast: row == count - 1)
                rows += 1
                guard packer.isFull else { continue }
                _ = packer.take(end: Position(offset: lines.position), counts: LineCounts())
            }
        }
    }
}

/// Makes captures from a fixed seed.
private struct CaptureMaker {
    private(set) var text = ""
    private var state: UInt64 = 7

    init(lines: Int) {
        for line in 0..<lines {
            let data = (0..<30).map { value($0) }.joined(separator: ",")
            let second = line / 40
            let clock = "\(padded(second / 3600 % 24)):\(padded(second / 60 % 60)):\(padded(second % 60))"
            text += "{\"captureData\":{\"endpointInput\":{\"observedContentType\":\"text/csv\",\"mode\":\"INPUT\","
            text += "\"data\":\"\(data)\",\"encoding\":\"CSV\"},\"endpointOutput\":{\"observedContentType\":"
            text +=
                "\"text/csv; charset=utf-8\",\"mode\":\"OUTPUT\",\"data\":\"0.\(digits(16))\",\"encoding\":\"CSV\"}},"
            text +=
                "\"eventMetadata\":{\"eventId\":\"\(digits(8))-\(digits(4))-4\(digits(3))-8\(digits(3))-\(digits(12))\","
            text += "\"inferenceTime\":\"2026-11-20T\(clock)Z\"},\"eventVersion\":\"0\"}\n"
        }
    }

    private mutating func value(_ column: Int) -> String {
        switch column % 6 {
        case 0: "\(next() % 250)"
        case 1: "\(next() % 400).\(next() % 10)"
        case 2: "-\(next() % 3).\(digits(6))"
        case 3: "0.\(digits(17))"
        case 4: "\(next() % 2)"
        default:
            column == 5 ? ["OH", "NY", "CA", "New Jersey", ""][Int(next() % 5)] : "\(next() % 99_999).\(digits(2))"
        }
    }

    private mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(next() % 10) }.joined()
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// A linear congruential generator; its upper bits are random enough for this.
    private mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
