/// How long after the inference rows were accepted, in a few kilobytes whatever their number: exact to 64 seconds,
/// within 3 % beyond.
package struct LagHistogram: Equatable, Sendable {
    private var counts = [Int](repeating: 0, count: 64 + 58 * 32)
    private var total = 0

    /// A histogram of nothing.
    package init() {}

    /// Counts some rows with the same lag.
    package mutating func add(seconds: Int, rows: Int) {
        counts[Self.bucket(max(0, seconds))] += rows
        total += rows
    }

    /// Counts what another one holds.
    package mutating func add(_ other: LagHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        total += other.total
    }

    /// The lag that this share of the rows does not exceed; nothing without rows.
    package func percentile(_ share: Double) -> Int? {
        guard total > 0 else { return nil }
        let wanted = max(1, Int((share * Double(total)).rounded(.up)))
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return Self.seconds(index) }
        }
        return nil
    }

    private static func bucket(_ seconds: Int) -> Int {
        guard seconds >= 64 else { return seconds }
        let octave = Int.bitWidth - 1 - seconds.leadingZeroBitCount
        return 64 + (octave - 6) * 32 + (seconds >> (octave - 5)) & 31
    }

    private static func seconds(_ bucket: Int) -> Int {
        guard bucket >= 64 else { return bucket }
        let octave = (bucket - 64) / 32 + 6
        return (32 + (bucket - 64) % 32) << (octave - 5)
    }
}
