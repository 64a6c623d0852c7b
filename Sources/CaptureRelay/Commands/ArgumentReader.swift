/// Walks over the arguments behind a command: its flags, each at most once, and the words between them.
struct ArgumentReader<Flag: RawRepresentable<String> & CaseIterable> {
    /// What comes next.
    enum Argument {
        case flag(Flag)
        case word(String)
    }

    private let command: HelpTopic
    private var rest: ArraySlice<String>
    private var seen: Set<String> = []
    /// The flag that was read last, and what was written behind its equals sign.
    private var last = (flag: "", attached: String?.none)
    /// Whether everything is a word.
    private var isBehindDashes = false

    /// A reader of a command's arguments.
    init(_ arguments: ArraySlice<String>, of command: HelpTopic) {
        rest = arguments
        self.command = command
    }

    /// The next argument; nothing at the end.
    mutating func next() throws(UsageError) -> Argument? {
        guard let argument = rest.popFirst() else { return nil }
        if argument == "--", !isBehindDashes {
            isBehindDashes = true
            return try next()
        }
        guard !isBehindDashes, argument.hasPrefix("-"), argument != "-" else { return .word(argument) }
        // Byte by byte: with a mark behind it, as a key can begin, an equals sign is a part of another character.
        let parts = argument.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard let flag = Flag(rawValue: parts[0]) else {
            let names = Flag.allCases.map(\.rawValue) + ["--help", "--version"]
            throw .unknownFlag(parts[0], nearest: Spelling.nearest(to: parts[0], in: names), topic: command)
        }
        guard seen.insert(parts[0]).inserted else { throw .repeatedFlag(parts[0], topic: command) }
        last = (parts[0], parts.count > 1 ? parts[1] : nil)
        return .flag(flag)
    }

    /// The value of the flag that was read last.
    mutating func value() throws(UsageError) -> String {
        if let attached = last.attached {
            guard !attached.isEmpty else { throw .valueMissing(last.flag, topic: command) }
            return attached
        }
        guard let next = rest.first, !next.isEmpty, next == "-" || !next.hasPrefix("-") else {
            throw .valueMissing(last.flag, topic: command)
        }
        rest.removeFirst()
        return next
    }

    /// True for a flag that stands alone; an error where the one that was read last has a value.
    func hasNoValue() throws(UsageError) -> Bool {
        guard last.attached == nil else { throw .unexpectedValue(last.flag, topic: command) }
        return true
    }
}
