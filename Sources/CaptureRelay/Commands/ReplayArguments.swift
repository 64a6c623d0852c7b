/// What `replay` was asked to do.
struct ReplayArguments: Equatable, Sendable {
    /// The folder that objects are read from, `DIR/bucket/key`.
    var objects: String?

    /// The file of settings.
    var environmentFile: String?

    /// Whether nothing is to be sent or written.
    var isDryRun = false

    /// Whether progress that was kept is to be ignored.
    var ignoresProgress = false

    /// The file that the summary is written to.
    var summary: String?

    /// What to replay; `-` is standard input.
    var sources: [String] = []

    /// A replay of some sources.
    init(sources: [String]) {
        self.sources = sources
    }

    /// Reads the arguments behind `replay`.
    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        var seen: Set<String> = []
        while let argument = rest.popFirst() {
            if argument == "--" {
                sources += rest
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                sources.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let flag = try Flag(parts[0])
            guard seen.insert(flag.rawValue).inserted else { throw .repeatedFlag(flag.rawValue) }
            try set(flag, attached: parts.count > 1 ? parts[1] : nil, rest: &rest)
        }
        guard !sources.isEmpty else { throw .sourceMissing }
        guard !sources.contains("") else { throw .emptySource }
        guard sources.count(where: { $0 == "-" }) < 2 else { throw .standardInputTwice }
    }

    private mutating func set(_ flag: Flag, attached: String?, rest: inout ArraySlice<String>) throws(UsageError) {
        switch flag {
        case .objects: objects = try Self.value(of: flag, attached: attached, rest: &rest)
        case .environmentFile: environmentFile = try Self.value(of: flag, attached: attached, rest: &rest)
        case .summary: summary = try Self.value(of: flag, attached: attached, rest: &rest)
        case .dryRun, .again:
            guard attached == nil else { throw .unexpectedValue(flag.rawValue) }
            if flag == .dryRun { isDryRun = true } else { ignoresProgress = true }
        }
    }

    private static func value(
        of flag: Flag, attached: String?, rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        if let attached {
            guard !attached.isEmpty else { throw .valueMissing(flag.rawValue) }
            return attached
        }
        guard let next = rest.first, !next.isEmpty, next == "-" || !next.hasPrefix("-") else {
            throw .valueMissing(flag.rawValue)
        }
        rest.removeFirst()
        return next
    }
}

/// The flags of `replay`.
private enum Flag: String, CaseIterable {
    case objects = "--objects"
    case environmentFile = "--env-file"
    case dryRun = "--dry-run"
    case again = "--again"
    case summary = "--summary"

    init(_ text: String) throws(UsageError) {
        guard let flag = Flag(rawValue: text) else {
            let names = Flag.allCases.map(\.rawValue) + ["--help", "--version"]
            throw .unknownFlag(text, nearest: Spelling.nearest(to: text, in: names), topic: .replay)
        }
        self = flag
    }
}
