import JSON

/// A file of settings: `NAME=value` lines, blank lines, and lines that begin with `#`.
///
/// A value in single or double quotes loses them, and nothing in it has another meaning. `export ` before a name is
/// passed over, so that a shell can read the same file.
struct EnvironmentFile: Equatable, Sendable {
    /// What the file sets.
    private(set) var values: [String: String] = [:]

    /// What is wrong with it, line by line.
    private(set) var problems: [EnvironmentFileProblem] = []

    private var lines: [String: Int] = [:]

    /// Reads the bytes of a file.
    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        for (index, line) in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
                problems.append(EnvironmentFileProblem(line: index + 1, fault: .notText))
                continue
            }
            do throws(EnvironmentFileProblem.Fault) {
                try read(Self.trimmed(text[...]), line: index + 1)
            } catch {
                problems.append(EnvironmentFileProblem(line: index + 1, fault: error))
            }
        }
    }

    private mutating func read(_ text: Substring, line: Int) throws(EnvironmentFileProblem.Fault) {
        if text.isEmpty || text.hasPrefix("#") { return }
        guard let equals = text.firstIndex(of: "=") else { throw .noEqualsSign }
        var name = Self.trimmed(text[..<equals])
        for space in ["export ", "export\t"] where name.hasPrefix(space) {
            name = Self.trimmed(name.dropFirst(space.count))
        }
        guard Self.isName(name) else { throw .notAName }
        let value = try Self.value(Self.trimmed(text[text.index(after: equals)...]))
        if let first = lines.updateValue(line, forKey: String(name)) { throw .repeated(String(name), first: first) }
        values[String(name)] = value
    }

    private static func value(_ text: Substring) throws(EnvironmentFileProblem.Fault) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            // Taken or left, a part behind such a sign could be the wrong choice without a word.
            guard !text.contains(" #"), !text.contains("\t#") else { throw .commentOrValue }
            return String(text)
        }
        let inside = text.dropFirst()
        guard let end = inside.firstIndex(of: quote) else { throw .openQuote }
        let rest = trimmed(inside[inside.index(after: end)...])
        guard rest.isEmpty || rest.hasPrefix("#") else { throw .textBehindQuote }
        return String(inside[..<end])
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text
    }
}

/// What is wrong with one line of a settings file; it never holds the line's value, which may be a secret.
struct EnvironmentFileProblem: Equatable, Sendable, CustomStringConvertible {
    /// The kinds of faults.
    enum Fault: Error, Equatable {
        case notText
        case noEqualsSign
        case notAName
        case openQuote
        case textBehindQuote
        case commentOrValue
        case repeated(String, first: Int)
    }

    /// The line's number, from 1.
    let line: Int

    /// The fault.
    let fault: Fault

    /// The sentence's end, after the file's name.
    var description: String {
        switch fault {
        case .notText:
            "line \(line) is not UTF-8 text"
        case .noEqualsSign:
            "line \(line) has no '='; write NAME=value, or # in front of a comment"
        case .notAName:
            "line \(line) has no variable's name before its '='; a name is made of letters, digits and _"
        case .openQuote:
            "line \(line) has a quote that is never closed"
        case .textBehindQuote:
            "line \(line) goes on behind its closing quote; put a value that holds double quotes in single quotes"
        case .commentOrValue:
            "line \(line) has a '#' that may begin a comment or belong to the value; put the value in quotes"
        case .repeated(let name, let first):
            "line \(line) sets \(name) again, after line \(first)"
        }
    }
}
