import JSON

/// Fields as events have them: named this way or that, and empty where there is nothing to say.
extension JSONValue {
    /// The first of some fields that has a text, or a number as it was written; an empty text counts as absent.
    func text(_ names: String...) -> String? {
        for name in names {
            switch self[name] {
            case .string(let text) where !text.isEmpty: return text
            case .number(let text): return text
            default: continue
            }
        }
        return nil
    }

    /// A field that counts bytes, as a number or, as inventories write it, as its digits.
    func size(_ name: String) -> Int? {
        guard let size = text(name).flatMap({ Int($0) }), size >= 0 else { return nil }
        return size
    }

    /// What the value is in words, without anything that it holds but its first keys.
    var outline: String {
        switch self {
        case .object(let members) where members.isEmpty: "an empty JSON object"
        case .object(let members): "a JSON object with \(Self.list(members.map(\.key)))"
        case .array: "a JSON array"
        case .string: "a JSON string"
        case .number: "a JSON number"
        case .bool: "a JSON boolean"
        case .null: "a JSON null"
        }
    }

    private static func list(_ keys: [String]) -> String {
        let shown = keys.prefix(8).map { "'\(String($0.unicodeScalars.prefix(40)))'" }.joined(separator: ", ")
        let more = keys.count > 8 ? " and \(keys.count - 8) more" : ""
        return (keys.count == 1 ? "the key " : "the keys ") + shown + more
    }
}
