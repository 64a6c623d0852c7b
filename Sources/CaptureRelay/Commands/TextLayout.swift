/// Lays text out for a terminal of 80 columns.
enum TextLayout {
    /// A paragraph of indented lines, broken at spaces; a label stands before the first.
    static func wrapped(_ text: String, indent: String, label: String = "", width: Int = 80) -> String {
        var lines: [String] = []
        var line = indent + label
        let blank = indent + String(repeating: " ", count: label.count)
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = blank
                isEmpty = true
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        lines.append(line)
        return lines.map { $0 + "\n" }.joined()
    }
}
