import Relay

/// What is wrong with the arguments of `openscale`; each case is a sentence.
enum OpenScaleUsageError: Error, Equatable, CustomStringConvertible {
    case actionMissing
    case flagBeforeAction(String)
    case unknownAction(String)
    case wordTooMany(String, OpenScaleArguments.Action)
    case missing([SubscribeArguments.Flag])
    case unknownProblem(String)
    case probabilityOfRegression
    case sameColumn(SubscribeArguments.Flag, SubscribeArguments.Flag, String)
    case noColumns(SubscribeArguments.Flag, ColumnListError)

    private static let actions = OpenScaleArguments.Action.allCases.map(\.rawValue)
    private static let problems = SubscribeArguments.ProblemType.allCases.map(\.rawValue)

    /// The sentence.
    var description: String {
        switch self {
        case .actionMissing: "openscale is not told what to do; it takes \(Self.actions.joined(separator: " or "))"
        case .flagBeforeAction(let flag):
            "'\(flag)' stands before \(Self.actions.joined(separator: " or ")); write that first"
        case .unknownAction(let word):
            "'\(word)' is nothing that openscale does" + Spelling.question(about: word, in: Self.actions)
        case .wordTooMany(let word, let action):
            "openscale \(action.rawValue) takes flags only, and '\(word)' is none; put a value with blanks in quotes"
        case .missing(let flags):
            "openscale subscribe lacks \(flags.map(\.rawValue).joined(separator: ", "))"
        case .unknownProblem(let word):
            "--problem: '\(word)' is none of \(Self.problems.joined(separator: ", "))"
                + Spelling.question(about: word, in: Self.problems)
        case .probabilityOfRegression:
            "--probability does not go with --problem regression, which has only a prediction"
        case .sameColumn(let one, let other, let name):
            "\(one.rawValue) and \(other.rawValue) both name '\(name)'; they are columns of their own"
        case .noColumns(let flag, let error): "\(flag.rawValue): \(error)"
        }
    }
}
