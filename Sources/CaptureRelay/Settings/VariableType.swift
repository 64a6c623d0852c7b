/// The kinds of values that settings take.
enum VariableType: Equatable, Sendable, CustomStringConvertible {
    case columnList
    case columnName
    case columnTypes
    case words([String])
    case size
    case seconds
    case count
    case share
    case statuses
    case url
    case arn
    case account
    case secret
    case headers
    case path
    case text

    /// The kind in a word or two, as the help shows it.
    var description: String {
        switch self {
        case .columnList: "column list"
        case .columnName: "column name"
        case .columnTypes: "column types"
        case .words(let words): "word: " + words.joined(separator: "|")
        case .size: "size"
        case .seconds: "seconds"
        case .count: "count"
        case .share: "share"
        case .statuses: "status list"
        case .url: "url"
        case .arn: "arn"
        case .account: "account id"
        case .secret: "secret"
        case .headers: "json object"
        case .path: "path"
        case .text: "text"
        }
    }

    /// What a setting of this kind accepts, as the end of a sentence.
    var accepted: String {
        switch self {
        case .columnList: "names separated by commas"
        case .columnName: "one column name"
        case .columnTypes: "names with :int, :float, :string or :bool, separated by commas"
        case .words(let words): Self.choice(of: words)
        case .size: "bytes, or a number with B, KB, MB, GB, KiB, MiB or GiB"
        case .seconds: "a number of seconds"
        case .count: "a whole number from 1 up"
        case .share: "a number from 0 to 1, or a percentage"
        case .statuses: "HTTP statuses from 400 to 599, separated by commas"
        case .url: "a URL"
        case .arn: "an ARN of Secrets Manager or of an SSM parameter"
        case .account: "the 12 digits of an AWS account"
        case .secret: "a secret"
        case .headers: "a JSON object of header names and values"
        case .path: "the path of a file"
        case .text: "any text"
        }
    }

    private static func choice(of words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
