import JSON
import Relay

/// Line → row → bytes of the batch, as the pipeline does it, in the batches that Fiddler takes.
struct LineWork: ~Copyable {
    /// How many rows were written.
    private(set) var rows = 0
    /// How many bytes the batches had.
    private(set) var bodyBytes = 0
    private var mapping: CaptureMapping
    private var packer = Packer(
        layout: BatchLayout(
            head: #"{"source":{"events":["#, separator: ",",
            tail: #"],"type":"EVENTS"},"model_id":"6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60","env_type":"PRODUCTION","#
                + #""env_name":null}"#),
        limits: Packer.Limits(rows: 1000, bytes: 900_000))

    init(_ kind: CaptureKind, isTyped: Bool) {
        mapping = CaptureMapping(kind.mapping(isTyped: isTyped))
        mapping.begin(ObjectReference(bucket: "bucket", key: "key"))
    }

    /// Maps the lines that a splitter has, and hands on each full batch.
    mutating func map(_ lines: inout LineSplitter, _ send: (Batch) -> Void = { _ in }) {
        while let line = lines.next() {
            guard case .rows(let count)? = try? mapping.read(line.bytes, offset: line.offset) else { continue }
            packer.beginLine(line.number, at: line.offset, line.bytes, seconds: mapping.inferenceSeconds)
            for row in 0..<count {
                packer.beginRow()
                guard (try? mapping.writeRow(row, into: &packer.buffer)) != nil else { return }
                packer.endRow(row, isLast: row == count - 1)
                rows += 1
                if packer.isFull { take(at: lines.position, send) }
            }
        }
    }

    /// Hands on what is left when all lines were mapped.
    mutating func finish(_ send: (Batch) -> Void = { _ in }) {
        if !packer.isEmpty { take(at: 0, send) }
    }

    private mutating func take(at position: Int, _ send: (Batch) -> Void) {
        let batch = packer.take(end: Position(offset: position), counts: LineCounts())
        bodyBytes += batch.text.count
        send(batch)
    }
}
