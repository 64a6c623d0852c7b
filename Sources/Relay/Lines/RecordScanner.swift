import JSON

/// Finds where the records of a CSV table end, however the bytes are cut into chunks: at line breaks outside of quotes.
///
/// A quote opens a cell only at its start; elsewhere it is a character like any other.
struct RecordScanner {
    private var isAtStart = true
    private var isInQuotes = false

    /// The end of the record that began before, if it is among these bytes.
    mutating func end(in bytes: Bytes, from start: Int) -> Int? {
        for index in start..<bytes.count {
            let byte = bytes[index]
            if isInQuotes {
                // The second of two quotes opens the cell again.
                if byte == 0x22 { isInQuotes = false }
                isAtStart = byte == 0x22
                continue
            }
            if byte == 0x0A {
                isAtStart = true
                return index + 1
            }
            if byte == 0x22, isAtStart { isInQuotes = true }
            isAtStart = byte == 0x2C
        }
        return nil
    }
}
