/// What is wrong with the command line.
enum UsageError: Error, Equatable, CustomStringConvertible {
    case commandMissing
    case flagBeforeCommand(String)
    case unknownCommand(String)
    case unknownTopic(String)
    case severalTopics
    case unknownFlag(String, nearest: String?, topic: HelpTopic)
    case repeatedFlag(String, topic: HelpTopic)
    case valueMissing(String, topic: HelpTopic)
    case unexpectedValue(String, topic: HelpTopic)
    case sourceMissing
    case emptySource
    case standardInputTwice
    case backfill(BackfillUsageError)
    case openScale(OpenScaleUsageError)

    /// What is wrong.
    var sentence: String {
        switch self {
        case .commandMissing: "there is no command; the commands are replay, backfill, openscale and help"
        case .flagBeforeCommand(let flag): "'\(flag)' stands before the command; write the command first"
        case .unknownCommand(let word):
            "'\(word)' is not a command" + Spelling.question(about: word, in: HelpTopic.commands.map(\.rawValue))
        case .unknownTopic(let word):
            "there is no help on '\(word)'" + Spelling.question(about: word, in: HelpTopic.named.map(\.rawValue))
        case .severalTopics: "help takes one topic at a time"
        case .unknownFlag(let flag, let nearest, _):
            "'\(flag)' is not a flag" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .repeatedFlag(let flag, _): "\(flag) is given twice"
        case .valueMissing(let flag, _):
            "\(flag) has no value; one that begins with - is written \(flag)=-value"
        case .unexpectedValue(let flag, _): "\(flag) takes no value"
        case .sourceMissing: "replay has no SOURCE; name an event file, a capture file, or - for standard input"
        case .emptySource: "a SOURCE is empty; name an event file, a capture file, or - for standard input"
        case .standardInputTwice: "standard input is named twice, but can be read only once"
        case .backfill(let error): error.description
        case .openScale(let error): error.description
        }
    }

    /// What to do next.
    var advice: String {
        switch self {
        case .commandMissing, .flagBeforeCommand, .unknownCommand: "Try: capture-relay help"
        case .unknownTopic, .severalTopics: "Try: capture-relay help help"
        case .unknownFlag(_, _, let topic), .repeatedFlag(_, let topic), .valueMissing(_, let topic),
            .unexpectedValue(_, let topic):
            "Try: capture-relay help \(topic.rawValue)"
        case .sourceMissing, .emptySource, .standardInputTwice: "Try: capture-relay help replay"
        case .backfill: "Try: capture-relay help backfill"
        case .openScale: "Try: capture-relay help openscale"
        }
    }

    /// What is wrong, and in a second line what to do next.
    var description: String { "\(sentence)\n\(advice)" }
}
