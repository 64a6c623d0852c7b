/// A place between two rows of an object: before a row of the line that begins at an offset.
package struct Position: Hashable, Comparable, Sendable {
    /// Where the line begins in the inflated object.
    package var offset: Int
    /// How many rows of the line come before.
    package var row: Int

    /// A place.
    package init(offset: Int, row: Int = 0) {
        self.offset = offset
        self.row = row
    }

    /// Before everything.
    package static let start = Position(offset: 0)

    package static func < (left: Position, right: Position) -> Bool {
        (left.offset, left.row) < (right.offset, right.row)
    }
}

extension [Range<Position>] {
    /// The same places in order, where no range touches another: one may begin or lie inside of another here.
    package var united: [Range<Position>] {
        var ranges: [Range<Position>] = []
        for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }
}

/// How many lines come before a place, by what became of them when they were read.
package struct LineCounts: Equatable, Sendable {
    /// All lines.
    package var lines = 0
    /// Lines with nothing in them.
    package var blank = 0
    /// Lines of another kind.
    package var ignored = 0
    /// Lines that could not become rows.
    package var quarantined = 0
    /// Lines that earlier runs delivered.
    package var delivered = 0

    /// Counts of nothing.
    package init() {}
}
