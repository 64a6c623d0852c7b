import Relay

/// Numbers for each day of some objects, as a table for a terminal; of more than a month of days, for each month.
struct DayTable {
    /// What stands in a column.
    struct Column {
        /// The word above it.
        let title: String
        /// Whether the numbers are bytes.
        var isBytes = false
    }

    private static let mostDays = 31

    private let columns: [Column]
    private var days: [Int: [Int]] = [:]

    /// An empty table.
    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a number for each column to a day, which one of its seconds since 1970 names.
    mutating func add(_ numbers: [Int], at seconds: Int) {
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        days[day] = Self.sum(days[day], numbers)
    }

    /// The table, with a sum below; nothing where there is no day.
    var lines: [String] {
        guard !days.isEmpty else { return [] }
        let isByMonth = days.count > Self.mostDays
        var sums: [String: [Int]] = [:]
        for (day, numbers) in days {
            let name = String(Timestamp(seconds: day * 86_400).text().prefix { $0 != "T" }.dropLast(isByMonth ? 3 : 0))
            sums[name] = Self.sum(sums[name], numbers)
        }
        let total = sums.values.reduce(Array(repeating: 0, count: columns.count)) { Self.sum($0, $1) }
        var rows = [[isByMonth ? "month" : "day"] + columns.map(\.title)]
        for (name, numbers) in sums.sorted(by: { $0.key < $1.key }) { rows.append([name] + texts(numbers)) }
        rows.append(["sum"] + texts(total))
        return Self.aligned(rows)
    }

    private func texts(_ numbers: [Int]) -> [String] {
        zip(columns, numbers).map { $0.isBytes ? ProgressLine.size($1) : String($1) }
    }

    private static func sum(_ left: [Int]?, _ right: [Int]) -> [Int] {
        left.map { zip($0, right).map(sum) } ?? right
    }

    /// Sizes are what somebody else says: too large a sum is the largest number, and no end of the program.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? .max : sum
    }

    /// Rows whose first cells are flush left and whose others are flush right.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { index, cell in
                let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + blanks : blanks + cell.0
            }.joined(separator: "  ")
        }
    }
}
