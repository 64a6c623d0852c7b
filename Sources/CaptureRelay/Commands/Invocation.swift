/// What the command line asks for.
enum Invocation: Equatable, Sendable {
    case replay(ReplayArguments)
    case backfill(BackfillArguments)
    case openScale(OpenScaleArguments)
    case help(HelpTopic)
    case version

    /// Reads the arguments behind the program's name.
    init(_ arguments: [String]) throws(UsageError) {
        let flags = arguments.prefix { $0 != "--" }
        let command = flags.first { !$0.hasPrefix("-") }
        if flags.contains("--version") {
            self = .version
            return
        }
        if flags.contains("--help") || flags.contains("-h") {
            guard let command else {
                self = .help(.general)
                return
            }
            guard let topic = HelpTopic(command: command) else { throw .unknownCommand(command) }
            self = .help(topic)
            return
        }
        guard let first = arguments.first else { throw .commandMissing }
        guard !first.hasPrefix("-") else { throw .flagBeforeCommand(first) }
        switch first {
        case "replay": self = .replay(try ReplayArguments(arguments.dropFirst()))
        case "backfill": self = .backfill(try BackfillArguments(arguments.dropFirst()))
        case "openscale": self = .openScale(try OpenScaleArguments(arguments.dropFirst()))
        case "help": self = .help(try HelpTopic(arguments.dropFirst()))
        default: throw .unknownCommand(first)
        }
    }
}

/// What `help` can tell of.
enum HelpTopic: String, CaseIterable, Sendable {
    case general
    case replay
    case backfill
    case openscale
    case help
    case settings

    /// The topics that `help` takes as an argument.
    static let named = commands + [.settings]

    /// Those of them that are commands.
    static let commands = [HelpTopic.replay, .backfill, .openscale, .help]

    /// The topic of a command.
    init?(command: String) {
        guard let topic = Self.commands.first(where: { $0.rawValue == command }) else { return nil }
        self = topic
    }

    /// Reads the arguments behind `help`.
    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var words = arguments
        if let flag = words.first(where: { $0.hasPrefix("-") && $0 != "--" }) {
            throw .unknownFlag(flag, nearest: nil, topic: .help)
        }
        words.removeAll { $0 == "--" }
        guard let word = words.first else {
            self = .general
            return
        }
        guard words.count == 1 else { throw .severalTopics }
        guard let topic = Self.named.first(where: { $0.rawValue == word }) else { throw .unknownTopic(word) }
        self = topic
    }
}
