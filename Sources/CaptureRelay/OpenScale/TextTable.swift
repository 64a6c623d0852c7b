import Relay

/// Rows of text whose columns stand below each other on a terminal.
enum TextTable {
    /// The lines of a table, headings first; what would move the cursor is escaped.
    static func lines(_ headings: [String], _ rows: [[String]]) -> [String] {
        let cells = ([headings] + rows).map { row in row.map { $0.isEmpty ? "-" : $0.escaped } }
        let widths = headings.indices.map { column in cells.map { width($0[column]) }.max() ?? 0 }
        return cells.map { row in
            let line = zip(row, widths).map { cell, wanted in
                cell + String(repeating: " ", count: wanted - width(cell))
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// How many places a text takes: two for each letter of Korean, Chinese and Japanese, none for a mark above another.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in sum + width(scalar) }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        // Vowels and final consonants of Hangul join the letter before them.
        case 0x1160...0x11FF: return 0
        default: return 1
        }
    }
}
