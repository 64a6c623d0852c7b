import Relay

/// How log lines are written, as the function's configuration in Lambda says.
enum LogFormat: Equatable, Sendable {
    /// `LEVEL RequestId: … message`, as Lambda's own lines name the request.
    case text
    /// A JSON object a line, which Lambda filters by level.
    case json

    /// The format that Lambda tells the process; text where it tells nothing.
    init(_ environment: [String: String]) {
        self = environment["AWS_LAMBDA_LOG_FORMAT"]?.uppercased() == "JSON" ? .json : .text
    }
}

extension LogLevel {
    /// The level as Lambda names it.
    var lambdaName: String {
        switch self {
        case .debug: "DEBUG"
        case .info: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        }
    }
}
