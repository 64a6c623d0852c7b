/// What the shared files say under one name.
struct Profile: Equatable, Sendable {
    /// The name.
    let name: String
    private let values: [String: String]

    /// A profile with its settings.
    init(name: String, values: [String: String]) {
        self.name = name
        self.values = values
    }

    /// A setting without a comment behind it; an empty one counts as unset.
    subscript(setting: String) -> String? {
        guard let value = whole(setting) else { return nil }
        let bytes = Array(value.utf8)
        let comment = bytes.indices.dropFirst().first { index in
            (bytes[index] == UInt8(ascii: "#") || bytes[index] == UInt8(ascii: ";"))
                && (bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09)
        }
        guard let comment else { return value }
        let kept = bytes[..<comment].reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
    }

    /// A setting to its last character, as a command is written; an empty one counts as unset.
    func whole(_ setting: String) -> String? {
        guard let value = values[setting], !value.isEmpty else { return nil }
        return value
    }
}
