import AWS

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
        guard let bytes = PercentEncoding.formDecoded(text.utf8) else { throw .keyEscape }
        guard let key = String(validating: bytes, as: UTF8.self) else { throw .keyEncoding }
        return key
    }
}
