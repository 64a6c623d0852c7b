import JSON

extension JSONValue {
    /// An object of some members, those without a value left out.
    static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { pair in pair.value.map { Member(key: pair.key, value: $0) } })
    }

    /// An array of texts.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// The value as it is sent, in one line.
    var bytes: [UInt8] {
        var buffer = ByteBuffer()
        write(to: &buffer, indent: nil)
        return buffer.bytes.array
    }

    /// The value for people to read, a member or element a line.
    var lines: String {
        var buffer = ByteBuffer()
        write(to: &buffer, indent: 0)
        return buffer.bytes.text + "\n"
    }

    private func write(to buffer: inout ByteBuffer, indent: Int?) {
        switch self {
        case .null: buffer.append("null")
        case .bool(let value): buffer.append(text: value ? "true" : "false")
        case .number(let text): buffer.append(text: text)
        case .string(let text): buffer.appendJSON(text)
        case .array(let elements):
            Self.write(elements, between: ("[", "]"), to: &buffer, indent) { $0.write(to: &$1, indent: $2) }
        case .object(let members):
            Self.write(members, between: ("{", "}"), to: &buffer, indent) { member, buffer, indent in
                buffer.appendJSON(member.key)
                buffer.append(text: indent == nil ? ":" : ": ")
                member.value.write(to: &buffer, indent: indent)
            }
        }
    }

    private static func write<Part>(
        _ parts: [Part], between brackets: (String, String), to buffer: inout ByteBuffer, _ indent: Int?,
        _ part: (Part, inout ByteBuffer, Int?) -> Void
    ) {
        buffer.append(text: brackets.0)
        let inner = indent.map { $0 + 1 }
        for (index, each) in parts.enumerated() {
            if index > 0 { buffer.append(",") }
            inner.map { buffer.append(text: "\n" + String(repeating: "  ", count: $0)) }
            part(each, &buffer, inner)
        }
        if !parts.isEmpty { indent.map { buffer.append(text: "\n" + String(repeating: "  ", count: $0)) } }
        buffer.append(text: brackets.1)
    }
}
