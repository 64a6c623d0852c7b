import TestSupport

@testable import Relay

/// An object drawn by lot, and what must become of its lines and rows.
struct RandomObject {
    /// Rows of more bytes than this have no room in a request.
    static let batchBytes = 900
    static let lineLimit = 6000

    private(set) var lines: [String] = []
    /// Where each row is, by its id.
    private(set) var places: [String: Position] = [:]
    private var offset: Int
    private let gap: Int
    private(set) var blank = 0
    private(set) var ignored = 0
    /// The ids that must be accepted.
    private(set) var accepted: Set<String> = []
    /// The ids that the monitor refuses.
    private(set) var refused: Set<String> = []
    /// The rows that must be quarantined, as `line` where the whole of it is, else as `line.row`; but for lines over
    /// the limit, of which nothing is kept.
    private(set) var quarantined: Set<String> = []
    private(set) var quarantinedLines = 0
    private(set) var deliveredLines = 0

    init(_ lot: inout SeededGenerator, lines count: Int, documents: Bool) {
        // What stands before the first line, and between two of them.
        offset = documents ? 2 : 0
        gap = documents ? 3 : 1
        for number in 1...count {
            defer { offset += (lines.last?.utf8.count ?? 0) + gap }
            switch Int.random(in: 0..<20, using: &lot) {
            case 0 where !documents:
                lines.append(["", "  ", "\r"].randomElement(using: &lot) ?? "")
                blank += 1
            case 1:
                lines.append(
                    Captured.line(.csv("1"), .csv("2"), metadata: #""invocationSource":"ShadowExperiment""#))
                ignored += 1
            case 2:
                lines.append(#"{"no":"capture"}"#)
                quarantined.insert("\(number)")
                quarantinedLines += 1
            case 3 where Int.random(in: 0..<4, using: &lot) == 0:
                lines.append(Captured.csv(String(repeating: "9", count: Self.lineLimit), "1"))
                quarantinedLines += 1
            default: addCapture(number, &lot)
            }
        }
    }

    private mutating func addCapture(_ number: Int, _ lot: inout SeededGenerator) {
        let rows = Int.random(in: 0..<4, using: &lot) == 0 ? Int.random(in: 2...9, using: &lot) : 1
        var cells: [String] = []
        var isWhole = true
        for row in 0..<rows {
            let id = rows == 1 ? "e\(number)" : "e\(number)-\(row)"
            places[id] = Position(offset: offset, row: row)
            let kind = Int.random(in: 0..<30, using: &lot)
            let size = kind == 0 ? Self.batchBytes : Int.random(in: 1..<120, using: &lot)
            cells.append(String(repeating: "7", count: size))
            if kind > 1 {
                accepted.insert(id)
                continue
            }
            if kind == 1 { refused.insert(id) }
            isWhole = false
            quarantined.insert("\(number).\(row)")
        }
        if isWhole { deliveredLines += 1 } else { quarantinedLines += 1 }
        let outputs = [String](repeating: "1", count: rows).joined(separator: "\n")
        lines.append(Captured.csv(cells.joined(separator: "\n"), outputs, id: "e\(number)"))
    }

    /// The ids of the rows that a record says are accepted, or settled otherwise.
    func settled(by record: ProgressRecord?) -> Set<String> {
        guard let record else { return [] }
        let ranges = [Position.start..<record.position] + record.accepted
        return Set(places.filter { _, place in ranges.contains { $0.contains(place) } }.keys)
    }

    /// The object's bytes, as lines or as one JSON array.
    func bytes(documents: Bool) -> [UInt8] {
        let text = documents ? "[\n" + lines.joined(separator: ",\n ") + "\n]\n" : lines.map { $0 + "\n" }.joined()
        return Array(text.utf8)
    }
}
