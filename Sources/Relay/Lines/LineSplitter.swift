package import JSON

/// Splits the chunks of an object into lines, wherever the chunks were cut.
///
/// In document form, for files that are one JSON array or pretty-printed, a "line" is one whole document and the
/// brackets and commas around the documents are dropped.
package struct LineSplitter: ~Copyable {
    /// How an object separates its captures.
    package enum Form: Sendable {
        case lines
        case documents
        /// Records of a table, which go on over line breaks in quotes.
        case records
    }

    /// What has been read and not handed out yet; chunks are appended here.
    package var buffer = ByteBuffer(capacity: 0)

    /// Whether the last chunk was appended.
    package var isComplete = false

    /// How the captures are separated.
    package var form = Form.lines

    /// The longest line that is kept.
    package var limit: Int

    private var start = 0
    private var scanned = 0
    private var offset = 0
    private var number = 0
    private var dropped = 0
    private var lastStart = 0
    private var lastOffset = 0
    private var documents = DocumentScanner()
    private var record = RecordScanner()

    /// A splitter for lines of at most some bytes.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Whether the object ended inside of the array around its documents.
    package var isCutOff: Bool { isComplete && form == .documents && documents.openArrays > 0 }

    /// What stands before the first line is asked for: enough to recognise what the object is.
    package var head: Bytes { buffer.bytes(start, buffer.count) }

    /// Whether a line has begun whose end has not been read.
    package var isInsideLine: Bool { dropped > 0 || start < buffer.count }

    /// Where the next line begins, or what separates it from the last one.
    package var position: Int { offset }

    /// Goes on at a place that a line begins at, with so many lines before it.
    package mutating func goOn(at place: Int, after lines: Int) {
        buffer.removeAll()
        start = 0
        scanned = 0
        dropped = 0
        offset = place
        number = lines
        isComplete = false
        record = RecordScanner()
    }

    /// Forgets what was handed out, so that another chunk finds room.
    package mutating func makeRoom() {
        buffer.removeFirst(start)
        scanned -= start
        start = 0
    }

    /// Puts the last line back, so that it is the next one again; its bytes must still be there.
    package mutating func putBack() {
        start = lastStart
        scanned = lastStart
        offset = lastOffset
        number -= 1
    }

    /// Steps over a byte order mark at the very start.
    package mutating func skipByteOrderMark() {
        guard offset == 0, buffer.bytes.hasPrefix("\u{FEFF}") else { return }
        start = 3
        scanned = 3
        offset = 3
    }

    /// The next line, or nothing while its end has not been read.
    package mutating func next() -> Line? {
        switch form {
        case .lines: nextLine()
        case .records: nextRecord()
        case .documents: nextDocument()
        }
    }

    private mutating func nextLine() -> Line? {
        take(end: buffer.bytes.firstIndex(of: 0x0A, from: scanned).map { $0 + 1 })
    }

    private mutating func nextDocument() -> Line? {
        if scanned == start, dropped == 0 {
            let gap = documents.gap(in: buffer.bytes, from: start)
            offset += gap - start
            start = gap
            scanned = gap
        }
        return take(end: documents.end(in: buffer.bytes, from: scanned))
    }

    private mutating func nextRecord() -> Line? {
        take(end: record.end(in: buffer.bytes, from: scanned))
    }

    /// Takes what ends at a place; without one, what is left when nothing follows.
    private mutating func take(end: Int?) -> Line? {
        if let end { return take(upTo: withoutLineBreak(end), next: end) }
        scanned = buffer.count
        dropWhatIsTooLong()
        guard isComplete, buffer.count > start || dropped > 0 else { return nil }
        return take(upTo: buffer.count, next: buffer.count)
    }

    /// Where a line ends whose line break, if it has one, ends here.
    private func withoutLineBreak(_ end: Int) -> Int {
        guard buffer.bytes[end - 1] == 0x0A else { return end }
        return end - 1 > start && buffer.bytes[end - 2] == 0x0D ? end - 2 : end - 1
    }

    /// A line that is over the limit already is not kept, only counted.
    private mutating func dropWhatIsTooLong() {
        // A carriage return may be half a line break, whose other half is in the next chunk.
        let endsHalfway = buffer.count > start && buffer.bytes[buffer.count - 1] == 0x0D
        let end = endsHalfway ? buffer.count - 1 : buffer.count
        guard end - start > limit || dropped > 0 else { return }
        dropped += end - start
        start = end
        scanned = buffer.count
    }

    private mutating func take(upTo end: Int, next: Int) -> Line {
        number += 1
        let length = dropped + end - start
        let isOverLimit = length > limit
        let bytes = buffer.bytes(start, isOverLimit ? start : end)
        let line = Line(number: number, offset: offset, length: length, bytes: bytes, isOverLimit: isOverLimit)
        lastStart = start
        lastOffset = offset
        offset += dropped + next - start
        dropped = 0
        start = next
        scanned = next
        return line
    }
}
