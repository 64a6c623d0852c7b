import JSON
import Relay

/// A line with bytes of its own.
struct SplitLine: Equatable, CustomStringConvertible {
    var number: Int
    var offset: Int
    var length: Int
    var text: String
    var isOverLimit = false

    var description: String { "#\(number) @\(offset) +\(length) '\(text)'\(isOverLimit ? " over" : "")" }
}

/// Splits a text that comes in chunks as the pipeline does: asks for lines until there are none, then takes a chunk.
func split(
    _ chunks: [[UInt8]],
    form: LineSplitter.Form = .lines,
    limit: Int = 1000,
    watching: (borrowing LineSplitter) -> Void = { _ in }
) -> [SplitLine] {
    var splitter = LineSplitter(limit: limit)
    splitter.form = form
    var lines: [SplitLine] = []
    var rest = chunks[...]
    var isMarkSkipped = false
    while true {
        splitter.makeRoom()
        if let chunk = rest.popFirst() {
            splitter.buffer.append(contentsOf: chunk)
        } else {
            splitter.isComplete = true
        }
        // The first bytes are always there before the first line is asked for.
        if !isMarkSkipped, splitter.buffer.count < 3, !splitter.isComplete { continue }
        if !isMarkSkipped { splitter.skipByteOrderMark() }
        isMarkSkipped = true
        while let line = splitter.next() {
            lines.append(
                SplitLine(
                    number: line.number, offset: line.offset, length: line.length, text: line.bytes.text,
                    isOverLimit: line.isOverLimit))
        }
        watching(splitter)
        if splitter.isComplete { return lines }
    }
}

/// Splits a text that comes in one chunk.
func split(_ text: String, form: LineSplitter.Form = .lines, limit: Int = 1000) -> [SplitLine] {
    split([Array(text.utf8)], form: form, limit: limit)
}

/// All ways to cut a text into two and three chunks, and byte by byte.
func cuts(of text: String) -> [[[UInt8]]] {
    let bytes = Array(text.utf8)
    var ways = [bytes.map { [$0] }]
    for first in 0...bytes.count {
        for second in first...bytes.count {
            ways.append(
                [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])].filter { !$0.isEmpty })
        }
    }
    return ways
}
