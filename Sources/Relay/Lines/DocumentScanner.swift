import JSON

/// Finds where JSON documents begin and end that are not one to a line, however the bytes are cut into chunks.
struct DocumentScanner {
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// Steps over what stands between documents: white space, commas, and the brackets of an array around them.
    func gap(in bytes: Bytes, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D, 0x2C, 0x5B, 0x5D: index += 1
            default: return index
            }
        }
        return index
    }

    /// The end of the document that began before, if it is among these bytes.
    mutating func end(in bytes: Bytes, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D: depth = max(0, depth - 1)
            // What stands outside of every bracket is no document; it ends with its line, so that the next is found.
            case 0x0A where depth == 0: return index
            default: break
            }
            if depth == 0, byte == 0x7D || byte == 0x5D { return index }
        }
        return nil
    }
}
