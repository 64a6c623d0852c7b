import Relay

/// Text as a word of a shell.
enum ShellWord {
    /// The text in quotes, such that bash and zsh read exactly these bytes, and a terminal shows nothing but letters.
    static func quoted(_ text: String) -> String {
        guard !text.escaped.utf8.elementsEqual(text.utf8) else {
            // Scalar by scalar: with a mark behind it, a quote is a part of another character.
            return "'" + text.unicodeScalars.map { $0 == "'" ? #"'\''"# : String($0) }.joined() + "'"
        }
        var word = "$'"
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\\"): word += "\\\(UnicodeScalar(byte))"
            case 0x20..<0x7F: word += String(UnicodeScalar(byte))
            // Three digits always, so that a digit behind them is none of theirs.
            default:
                word += "\\" + String(repeating: "0", count: byte < 8 ? 2 : byte < 64 ? 1 : 0) + String(byte, radix: 8)
            }
        }
        return word + "'"
    }
}
