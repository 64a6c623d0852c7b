/// What earlier runs delivered of an object, so that it is not sent again.
struct Resumption: Sendable {
    /// Lines that begin before this are settled.
    let offset: Int
    /// How many lines before were quarantined since the monitor refused rows of theirs.
    let refusedLines: Int

    /// Where the line begins that the place lies in, if rows of it that come before were refused.
    let refusedLine: Int?

    private let delivered: [Range<Position>]

    /// Nothing was delivered.
    init() {
        self.init(ProgressRecord())
    }

    /// What a record says.
    init(_ record: ProgressRecord) {
        offset = record.position.offset
        refusedLines = record.refusedLines
        refusedLine = record.isLineRefused ? record.position.offset : nil
        delivered = ((record.position > .start ? [Position.start..<record.position] : []) + record.accepted).united
    }

    /// The rows that are still due of a line with so many rows; nothing where all of them are.
    func due(of count: Int, at offset: Int) -> [Range<Int>]? {
        guard let last = delivered.last, last.upperBound > Position(offset: offset) else { return nil }
        var due: [Range<Int>] = []
        var row = 0
        for range in delivered {
            let start = range.lowerBound.offset < offset ? 0 : range.lowerBound.row
            let end = range.upperBound.offset > offset ? count : range.upperBound.row
            guard range.lowerBound.offset <= offset, range.upperBound.offset >= offset, start < end else { continue }
            if row < start { due.append(row..<min(start, count)) }
            row = max(row, end)
        }
        if row < count { due.append(row..<count) }
        return due == [0..<count] ? nil : due
    }
}
