import AWS

/// Why the work on an object ended early, besides its bytes.
enum ObjectError: Error, CustomStringConvertible {
    case stopped(String, Hindrance)
    case quarantine(QuarantineError)

    /// A monitor that does not take a batch may take it later.
    var isTemporary: Bool {
        switch self {
        case .stopped(_, let hindrance): hindrance != .lasting
        case .quarantine: false
        }
    }

    var description: String {
        switch self {
        case .stopped(let reason, _): reason
        case .quarantine(let error): error.description
        }
    }
}
