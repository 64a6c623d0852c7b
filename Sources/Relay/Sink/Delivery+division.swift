/// How rows are divided that were refused together.
extension Delivery {
    /// Divides rows by their records as long as there are several: the same record sent again has the same id, and a
    /// part of one has another.
    static func divide(_ rows: RowSelection, of batch: Batch, probing: Bool) -> [RowSelection] {
        guard batch.layout.records != nil else { return divide(rows, probing: probing) }
        let records = batch.records(in: rows)
        guard records.count > 1 else { return divide(rows, probing: probing) }
        return divide(RowSelection([0..<records.count]), probing: probing).map { part in
            var ranges: [Range<Int>] = []
            for record in part.ranges.joined() {
                for range in records[record].ranges { ranges.append(range.lowerBound, to: range.upperBound) }
            }
            return RowSelection(ranges)
        }
    }

    /// Divides rows that were refused together; what comes last is sent first.
    ///
    /// Where nothing was ever accepted, a few rows go alone first: they tell soon whether the rows are at fault at all.
    static func divide(_ rows: RowSelection, probing: Bool) -> [RowSelection] {
        let count = rows.count
        guard probing else { return [rows.part(count / 2, count), rows.part(0, count / 2)] }
        let probes = count <= Self.probes ? Array(0..<count) : [0, count / 4, count / 2, count * 3 / 4, count - 1]
        var parts: [RowSelection] = []
        var start = 0
        for probe in probes {
            if start < probe { parts.append(rows.part(start, probe)) }
            start = probe + 1
        }
        return parts.reversed() + probes.reversed().map { rows.part($0, $0 + 1) }
    }
}
