import AWS
import Relay

/// What is wrong with the arguments of `backfill`; each case is a sentence.
enum BackfillUsageError: Error, Equatable, CustomStringConvertible {
    case prefixMissing
    case severalPrefixes
    case noPrefix(String)
    case noTime(String, String)
    case emptySpan
    case noQueue(QueueURLError)
    case noNumber(BackfillFlag, String, most: Int)
    case bothWays(BackfillFlag, BackfillFlag)
    case needs(BackfillFlag, BackfillFlag)
    case afterElsewhere(String, prefix: String)
    case dryRun

    /// The sentence.
    var description: String {
        switch self {
        case .prefixMissing: "backfill is not told what to relay; name it as s3://bucket/prefix"
        case .severalPrefixes: "backfill takes one s3://bucket/prefix at a time"
        case .noPrefix(let text):
            "'\(Self.shown(text))' is no s3://bucket/prefix, with a bucket's name or an access point's ARN"
        case .noTime(let flag, let text):
            "\(flag): '\(Self.shown(text))' is no time; it takes \(TimePeriod.accepted)"
        case .emptySpan: "--from is not before --to, so there is no time between them"
        case .noQueue(let error): "--queue \(error)"
        case .noNumber(let flag, let text, let most):
            "\(flag.rawValue): '\(Self.shown(text))' is no number from 1 to \(most)"
        case .bothWays(let one, let other): "\(one.rawValue) and \(other.rawValue) exclude each other"
        case .needs(let flag, let other): "\(flag.rawValue) goes with \(other.rawValue) only"
        case .afterElsewhere(let key, let prefix):
            "--after takes a key of the list, without s3:// and bucket; '\(Self.shown(key))' does not begin with \(prefix)"
        case .dryRun: "backfill has no --dry-run: it sends nothing unless --queue or --here is given"
        }
    }

    /// A text as far as it may be shown.
    private static func shown(_ text: String) -> String { ForeignURL.shown(text) }
}
