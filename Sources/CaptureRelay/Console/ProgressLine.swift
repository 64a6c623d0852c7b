import Relay

/// How far an object is, in one line that fits into 79 columns.
enum ProgressLine {
    private static let width = 79

    /// The line; a long name loses its beginning.
    static func text(_ name: String, bytes: Int, lines: Int) -> String {
        text(name, "\(size(bytes))  \(lines) \(lines == 1 ? "line" : "lines")")
    }

    /// A line that tells something of a name; a long one loses its beginning.
    static func text(_ name: String, _ numbers: String) -> String {
        let numbers = "  " + numbers
        let name = name.escaped
        let room = max(width - numbers.count, 10)
        return (name.count <= room ? name : "…" + name.suffix(room - 1)) + numbers
    }

    /// A number of bytes in few characters.
    static func size(_ bytes: Int) -> String {
        for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "KB")] where bytes >= unit {
            let tenths = bytes / (unit / 10)
            return "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return "\(bytes) B"
    }
}
