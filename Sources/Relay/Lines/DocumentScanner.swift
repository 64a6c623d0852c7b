import JSON

/// Finds where JSON documents begin and end that are not one to a line, however the bytes are cut into chunks.
struct DocumentScanner {
    /// How many arrays around the documents are not closed yet.
    private(set) var openArrays = 0

    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    /// Whether what was stepped over ends inside of a document.
    var isInside: Bool { depth > 0 || isInString }

    /// Steps over what stands between documents: white space, commas, and the brackets of an array around them.
    mutating func gap(in bytes: Bytes, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D, 0x2C: break
            case 0x5B: openArrays += 1
            case 0x5D: openArrays -= 1
            default: return index
            }
            index += 1
        }
        return index
    }

    /// The end of the document that began before, if it is among these bytes.
    mutating func end(in bytes: Bytes, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            let isEnd = step(over: bytes[index])
            index += 1
            if isEnd { return index }
        }
        return nil
    }

    /// Steps over a byte; whether a document ends with it.
    mutating func step(over byte: UInt8) -> Bool {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 {
                isInString = false
            }
            return false
        }
        switch byte {
        case 0x22:
            isInString = true
            return false
        case 0x7B, 0x5B:
            depth += 1
            return false
        case 0x7D, 0x5D:
            depth = max(0, depth - 1)
            return depth == 0
        default:
            // What stands outside of every bracket is no document; it ends with its line, so that the next is found.
            return byte == 0x0A && depth == 0
        }
    }
}
