import JSON
import Synchronization

@testable import Relay

/// A sink that judges by a function of the rows and of the number of the request, and remembers what it was sent.
final class ScriptedSink: Sink {
    let layout: BatchLayout
    let ceilings: SinkCeilings
    private let judge: @Sendable (_ rows: [String], _ request: Int) -> Verdict
    private let requests = Mutex([Shipment]())

    init(
        layout: BatchLayout = .lines, ceilings: SinkCeilings = SinkCeilings(),
        _ judge: @escaping @Sendable (_ rows: [String], _ request: Int) -> Verdict
    ) {
        self.layout = layout
        self.ceilings = ceilings
        self.judge = judge
    }

    func send(_ shipment: Shipment) async -> Verdict {
        let number = requests.withLock { requests in
            requests.append(shipment)
            return requests.count
        }
        return judge(Self.rows(shipment), number)
    }

    /// What it was sent.
    var shipments: [Shipment] { requests.withLock { $0 } }

    /// The rows of each request.
    var sent: [[String]] { shipments.map(Self.rows) }

    private static func rows(_ shipment: Shipment) -> [String] {
        String(decoding: shipment.body, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Refuses requests in which there is one of these rows.
    static func refusing(_ bad: Set<String>) -> ScriptedSink {
        ScriptedSink { rows, _ in
            rows.contains(where: bad.contains) ? .split(reason: "bad \(rows.count)") : .accepted()
        }
    }
}

extension Batch {
    /// A batch of rows that are their own numbers, each from a line of its own.
    static func numbered(_ count: Int, layout: BatchLayout = .lines) -> Batch {
        var packer = Packer(layout: layout, limits: Packer.Limits(rows: .max, bytes: 1 << 30))
        for number in 0..<count {
            packer.beginLine(number + 1, at: number * 10, packer.buffer.bytes, seconds: nil)
            packer.beginRow()
            packer.buffer.append(text: "\(number)")
            packer.endRow(0, isLast: true)
        }
        var counts = LineCounts()
        counts.lines = count
        return packer.take(end: Position(offset: count * 10), counts: counts)
    }
}
