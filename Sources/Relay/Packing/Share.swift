/// The rows that a line has in a batch, and where the line itself is, should it be needed again.
///
/// There is one for nearly every row, and so it holds nothing but numbers: what few lines have is in lists of the batch,
/// and a share tells its place there.
package struct Share: Sendable {
    /// The line's number.
    package let line: Int
    /// Where the line begins in the object.
    package let offset: Int
    /// The first of its rows in the batch, counted from 0 among the line's rows.
    package let firstRow: Int
    /// How many of its rows are in the batch.
    package var rows = 0
    /// Whether no row of the line comes after these.
    package var isComplete = false
    /// When the inference was.
    package let seconds: Int?
    /// Its rows that are not in the batch since no request has room for them.
    var oversize: Range<Int>
    /// The line.
    var source = SourceLine.none
    /// Where the line was found in the first place, when it comes from a quarantine.
    let origin: Int?

    /// No rows yet of a line, and none among those that are too large, of which there are some already.
    init(line: Int, offset: Int, firstRow: Int, seconds: Int?, oversize: Int, origin: Int?) {
        self.line = line
        self.offset = offset
        self.firstRow = firstRow
        self.seconds = seconds
        self.oversize = oversize..<oversize
        self.origin = origin
    }
}

/// A row that no request has room for.
package struct OversizeRow: Equatable, Sendable {
    /// Its number in the line.
    package let row: Int
    /// How many bytes it has.
    package let bytes: Int
}

/// Where the bytes of a line are that rows came from.
enum SourceLine: Sendable {
    /// They are not kept.
    case none
    /// A piece of the batch's sources.
    case piece(start: Int, end: Int)
    /// One of the batch's long lines.
    case own(Int)
}

/// Where a line that was quarantined came from, what it is about, and which of its rows are due.
///
/// A line of labels has one too: when it is quarantined it must be said what it is about.
package final class LineOrigin: Sendable {
    /// The object.
    package let object: ObjectReference
    /// The line's number.
    package let line: Int
    /// Where it begins.
    package let offset: Int
    /// The rows that are due, by their numbers; all of them where there is no list.
    package let rows: [Int]?
    /// What the line is about.
    package let subject: LineSubject

    /// A place of origin.
    package init(
        object: ObjectReference, line: Int, offset: Int, rows: [Int]?, subject: LineSubject = LineSubject()
    ) {
        self.object = object
        self.line = line
        self.offset = offset
        self.rows = rows
        self.subject = subject
    }
}
