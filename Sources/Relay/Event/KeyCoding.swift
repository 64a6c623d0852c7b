/// How an envelope writes the keys of objects.
enum KeyCoding {
    /// As they are.
    case plain
    /// As HTML forms write values: `+` for a space, `%2B` for a plus.
    case form

    /// The key that a text stands for.
    func decode(_ text: String) throws(RecordFault) -> String {
        let key =
            switch self {
            case .plain: text
            case .form: try Self.formDecoded(text)
            }
        guard !key.utf8.contains(0) else { throw .keyNUL }
        return key
    }

    private static func formDecoded(_ text: String) throws(RecordFault) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = digit(rest.next()), let low = digit(rest.next()) else { throw .keyEscape }
                bytes.append(high << 4 | low)
            default:
                bytes.append(byte)
            }
        }
        guard let key = String(validating: bytes, as: UTF8.self) else { throw .keyEncoding }
        return key
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case .some(let byte) where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case .some(let byte) where byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case .some(let byte) where byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
