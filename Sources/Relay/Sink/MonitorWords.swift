import HTTP
import JSON

/// What a monitor says in the body of an answer, in its own words: one short line without secrets.
struct MonitorWords: Equatable, Sendable {
    private static let limit = 300
    /// More would not fit into the line.
    private static let mostElements = 5
    private static let deepest = 4

    /// Where words are found in a JSON answer, in the order in which they are told.
    private static let names = [
        "error", "title", "reason", "message", "Message", "msg", "detail", "details", "description",
        "error_description", "error_message", "errorMessage", "errors", "help",
    ]

    /// The line; empty where nothing was said.
    let text: String

    /// The words in a body.
    init(_ body: [UInt8], hiding concealment: Concealment) {
        let plain = String(decoding: body, as: UTF8.self)
        let words: String
        if let value = try? JSONValue(parsing: body) {
            words = Self.line(of: value) ?? plain
        } else {
            words = Self.isMarkup(body) ? Self.text(ofMarkup: plain) : plain
        }
        text = Self.tidy(words, concealment)
    }

    /// The words in a part of an answer.
    init(_ value: JSONValue, hiding concealment: Concealment) {
        text = Self.tidy(Self.line(of: value) ?? "", concealment)
    }

    /// The words behind a colon, where there are any.
    var quoted: String { text.isEmpty ? "" : ": \(text)" }

    /// Whether a body is HTML or XML.
    static func isMarkup(_ body: [UInt8]) -> Bool { body.first { $0 > 0x20 } == UInt8(ascii: "<") }

    private static func line(of value: JSONValue) -> String? {
        var found: [String] = []
        for phrase in phrases(in: value, depth: 0) where !phrase.isEmpty && !found.contains(phrase) {
            found.append(phrase)
        }
        return found.isEmpty ? nil : found.joined(separator: "; ")
    }

    private static func phrases(in value: JSONValue, depth: Int) -> [String] {
        guard depth <= deepest else { return [] }
        switch value {
        case .string(let text): return [text]
        case .array(let elements): return elements.prefix(mostElements).flatMap { phrases(in: $0, depth: depth + 1) }
        case .object(let members):
            // What checks fields one by one (FastAPI) says of each where it stands.
            if let place = value["loc"]?.elements, let message = value["msg"]?.string {
                return ["\(place.compactMap(\.plain).joined(separator: ".")): \(message)"]
            }
            let told = names.compactMap { value[$0] }.flatMap { phrases(in: $0, depth: depth + 1) }
            guard told.isEmpty, depth > 0 else { return told }
            // Otherwise it may name fields: {"age": ["is missing"]}.
            return members.prefix(mostElements).flatMap { member in
                phrases(in: member.value, depth: depth + 1).map { "\(member.key): \($0)" }
            }
        case .number, .bool, .null: return []
        }
    }

    /// The title of a page, else its text without its marks.
    private static func text(ofMarkup page: String) -> String {
        let pieces = page.split(separator: "<", omittingEmptySubsequences: false)
        let title = pieces.first { $0.lowercased().hasPrefix("title") }
        let shown = title.map { [$0] } ?? pieces
        return shown.map { $0.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false).last ?? "" }
            .joined(separator: " ")
    }

    /// One line, not too long; secrets go first, since half of one is a secret too.
    private static func tidy(_ text: String, _ concealment: Concealment) -> String {
        let words = concealment.conceal(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let line = words.escaped.unicodeScalars
        guard line.count > limit else { return String(line) }
        return String(String.UnicodeScalarView(line.prefix(limit))) + "…"
    }
}

extension JSONValue {
    /// The text of a string, and a number as it was written.
    var plain: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}
