/// One of AWS's shared files: sections of settings, read leniently.
///
/// `[name]`, `name = value`, comments behind `#` and `;`. A line that is indented goes on with the value before it, or,
/// where that is empty, sets something below it: `endpoint_url` below `s3` is kept as `s3.endpoint_url`.
struct ProfileFile: Equatable, Sendable {
    /// The settings by section and name; names are in small letters.
    private(set) var sections: [String: [String: String]] = [:]

    private var section: String?
    private var lastName: String?

    /// Reads the bytes of a file.
    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            read(String(decoding: line, as: UTF8.self))
        }
        section = nil
        lastName = nil
    }

    private mutating func read(_ line: String) {
        let text = line.trimmed
        guard let first = text.first, first != "#", first != ";" else { return }
        if first == "[" {
            lastName = nil
            section = Self.title(text)
            if let section { sections[section, default: [:]].merge([:]) { $1 } }
        } else if let section {
            line.first == " " || line.first == "\t" ? continueValue(text, in: section) : set(text, in: section)
        }
    }

    private mutating func set(_ text: String, in section: String) {
        lastName = nil
        guard let (name, value) = Self.setting(text) else { return }
        sections[section, default: [:]][name] = value
        lastName = name
    }

    private mutating func continueValue(_ text: String, in section: String) {
        guard let lastName, let value = sections[section]?[lastName] else { return }
        if !value.isEmpty {
            sections[section]?[lastName] = "\(value)\n\(text)"
        } else if let (name, value) = Self.setting(text) {
            sections[section]?["\(lastName).\(name)"] = value
        }
    }

    private static func setting(_ text: String) -> (name: String, value: String)? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let name = String(text[..<equals]).trimmed.lowercased()
        return name.isEmpty ? nil : (name, String(text[text.index(after: equals)...]).trimmed)
    }

    /// What stands in the brackets, with one space in it at most and without quotes.
    private static func title(_ text: String) -> String? {
        guard let end = text.firstIndex(of: "]") else { return nil }
        let words = text[text.index(after: text.startIndex)..<end].split { $0 == " " || $0 == "\t" }
        guard let first = words.first else { return nil }
        let rest = words.dropFirst().joined(separator: " ")
        return ([String(first)] + (rest.isEmpty ? [] : [rest])).map(\.unquoted).joined(separator: " ")
    }
}

extension String {
    /// The text without spaces and tabs around it.
    fileprivate var trimmed: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let front = utf8.drop(while: isSpace)
        let length = front.reversed().drop(while: isSpace).count
        return String(Substring(front.prefix(length)))
    }

    fileprivate var unquoted: String {
        for quote in ["\"", "'"] where count > 1 && hasPrefix(quote) && hasSuffix(quote) {
            return String(dropFirst().dropLast())
        }
        return self
    }
}
