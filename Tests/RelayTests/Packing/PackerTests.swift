import JSON
import Testing

@testable import Relay

/// A batch as it went out.
private struct Packed: Equatable {
    var body: String
    var rows: Int
    var shares: [String]
}

/// Packs rows as the pipeline does: a full batch is closed before the next row begins.
private struct Packing: ~Copyable {
    var packer: Packer
    var batches: [Packed] = []
    private var line = 0
    private var row = 0

    init(_ layout: BatchLayout = .lines, rows: Int = 100, bytes: Int = 1000) {
        packer = Packer(layout: layout, limits: Packer.Limits(rows: rows, bytes: bytes))
    }

    mutating func add(_ row: String, line: Int, isLast: Bool = true) {
        closeWhatIsFull()
        if line != self.line {
            packer.beginLine(line, at: line * 100, ByteBuffer().bytes, seconds: line * 10)
            self.line = line
            self.row = 0
        }
        packer.beginRow()
        packer.buffer.append(text: row)
        packer.endRow(self.row, isLast: isLast)
        self.row += 1
    }

    mutating func closeWhatIsFull() {
        while packer.isFull { close() }
    }

    mutating func close() {
        let batch = packer.take(end: .start, counts: LineCounts())
        let shares = batch.shares.map { "\($0.line):\($0.rows)\($0.isComplete ? "" : "…")" }
        batches.append(
            Packed(body: String(decoding: batch.text, as: UTF8.self), rows: batch.rows, shares: shares))
    }

    consuming func finished() -> [Packed] {
        closeWhatIsFull()
        while !packer.isEmpty { close() }
        return batches
    }
}

@Suite struct PackerTests {
    private static let array = BatchLayout(head: "[", separator: ",", tail: "]")
    private static let wide = BatchLayout(head: "<<", separator: " | ", tail: ">>\n")

    @Test(arguments: [(BatchLayout.lines, "a\nb\n"), (array, "[a,b]"), (wide, "<<a | b>>\n")])
    func `rows stand in the layout that the sink wants`(layout: BatchLayout, body: String) {
        var packing = Packing(layout)
        packing.add("a", line: 1)
        packing.add("b", line: 2)
        #expect(packing.finished() == [Packed(body: body, rows: 2, shares: ["1:1", "2:1"])])
    }

    @Test func `a batch is closed by its number of rows`() {
        var packing = Packing(Self.array, rows: 2)
        for line in 1...5 { packing.add("\(line)", line: line) }
        #expect(packing.finished().map(\.body) == ["[1,2]", "[3,4]", "[5]"])
    }

    @Test(arguments: [(BatchLayout.lines, "aaaa\nbbbb\n".utf8.count), (array, "[aaaa,bbbb]".utf8.count), (wide, 16)])
    func `a batch may have exactly the bytes of the limit`(layout: BatchLayout, bytes: Int) {
        for (limit, sizes) in [(bytes, [2, 1]), (bytes - 1, [1, 1, 1])] {
            var packing = Packing(layout, bytes: limit)
            for (index, row) in ["aaaa", "bbbb", "cccc"].enumerated() { packing.add(row, line: index + 1) }
            let batches = packing.finished()
            #expect(batches.map(\.rows) == sizes)
            let most = batches.map(\.body.utf8.count).max() ?? 0
            #expect(most <= limit)
        }
    }

    @Test func `a row that would make a batch too large begins the next one`() {
        var packing = Packing(Self.wide, bytes: 20)
        for (index, row) in ["aaaa", "bbbb", "cccc", "d"].enumerated() { packing.add(row, line: index + 1) }
        #expect(
            packing.finished() == [
                Packed(body: "<<aaaa | bbbb>>\n", rows: 2, shares: ["1:1", "2:1"]),
                Packed(body: "<<cccc | d>>\n", rows: 2, shares: ["3:1", "4:1"]),
            ])
    }

    @Test func `a row that is too large on its own makes a batch of its own`() {
        let huge = String(repeating: "x", count: 50)
        for rows in [["a", huge, "b"], [huge, "a"], ["a", huge], [huge, huge]] {
            var packing = Packing(Self.array, bytes: 10)
            for (index, row) in rows.enumerated() { packing.add(row, line: index + 1) }
            #expect(packing.finished().map(\.body) == rows.map { "[\($0)]" })
        }
    }

    @Test func `a row that is carried over counts against the next batch's rows`() {
        var packing = Packing(Self.array, rows: 1, bytes: 10)
        packing.add("a", line: 1)
        packing.add("b", line: 2)
        #expect(packing.finished().map(\.rows) == [1, 1])
    }

    @Test func `an abandoned row leaves no trace`() {
        var packing = Packing(Self.array)
        packing.packer.beginRow()
        packing.packer.buffer.append("half a r")
        packing.packer.abandonRow()
        packing.add("a", line: 2)
        packing.packer.beginRow()
        packing.packer.buffer.append("half a r")
        packing.packer.abandonRow()
        packing.add("b", line: 4)
        #expect(packing.finished() == [Packed(body: "[a,b]", rows: 2, shares: ["2:1", "4:1"])])
    }

    @Test func `a line over several batches is complete in the last one`() {
        var packing = Packing(Self.array, rows: 3)
        packing.add("a", line: 1)
        for row in 1...7 { packing.add("\(row)", line: 2, isLast: row == 7) }
        packing.add("z", line: 3)
        #expect(
            packing.finished().map(\.shares) == [["1:1", "2:2…"], ["2:3…"], ["2:2", "3:1"]])
    }

    @Test func `a last row that is carried over completes its line in the next batch`() {
        var packing = Packing(Self.array, bytes: 12)
        packing.add("aaaa", line: 1, isLast: false)
        packing.add("bbbb", line: 1, isLast: false)
        packing.add("cccc", line: 1, isLast: true)
        #expect(packing.finished().map(\.shares) == [["1:2…"], ["1:1"]])
    }

    @Test func `a share knows when the inference was`() {
        var packer = Packer(layout: .lines, limits: Packer.Limits(rows: 10, bytes: 100))
        for (line, seconds) in [(1, 1234), (2, nil)] {
            packer.beginLine(line, at: 0, ByteBuffer().bytes, seconds: seconds)
            packer.beginRow()
            packer.endRow(0, isLast: true)
        }
        let seconds = packer.take(end: .start, counts: LineCounts()).shares.map(\.seconds)
        #expect(seconds == [1234, nil])
    }

    @Test func `a limit that no batch reaches is taken`() {
        var packing = Packing(Self.array, rows: .max, bytes: .max)
        packing.add("a", line: 1)
        packing.close()
        packing.add("b", line: 2)
        #expect(packing.finished().map(\.body) == ["[a]", "[b]"])
    }

    @Test func `memory of a huge row is given back`() {
        var packing = Packing(Self.array, bytes: 1000)
        packing.add("a", line: 1)
        packing.add(String(repeating: "x", count: 20_000_000), line: 2)
        packing.closeWhatIsFull()
        packing.add("b", line: 3)
        let allocated = packing.packer.buffer.allocated
        #expect(allocated <= 1 << 20)
        #expect(packing.finished().map(\.rows) == [1, 1, 1])
    }
}
