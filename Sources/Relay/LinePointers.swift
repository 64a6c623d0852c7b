import Synchronization

/// Names quarantined lines in the log, without their data: the first hundred of an object, and then their number.
final class LinePointers: Sendable {
    private static let most = 100

    private let log: any Log
    private let count = Mutex(0)

    init(_ log: any Log) {
        self.log = log
    }

    /// Says where a line is, and what is wrong with it or with one of its rows.
    func point(
        to line: Int, row: Int? = nil, at offset: Int, length: Int? = nil, of object: ObjectReference,
        _ problem: LineProblem
    ) {
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard number <= Self.most else { return }
        let place = "byte \(offset)" + (length.map { ", \($0) bytes" } ?? "")
        let rowText = row.map { " row \($0)" } ?? ""
        log.write(
            .warning,
            "\(object.uri) line \(line)\(rowText) (\(place)) is quarantined: \(problem.detail) [\(problem.reason.rawValue)]"
        )
    }

    /// How many lines the log does not name.
    var unnamed: Int { max(0, count.withLock { $0 } - Self.most) }
}
