import HTTP

/// How long what keeps a request from its end may last.
package enum Hindrance: Equatable, Sendable {
    /// It will keep the next one too.
    case lasting
    /// It may be gone the next time.
    case passing
    /// There was no more time.
    case deadline
    /// The process was asked to stop.
    case interruption

    /// What a transfer was kept by.
    init(_ error: TransferError) {
        self =
            switch error.fault {
            case .deadline: .deadline
            case .interrupted: .interruption
            default: error.isTemporary ? .passing : .lasting
            }
    }

    /// What a server that gives no keys is kept by.
    init(status: Int) {
        self = status >= 500 || status == 429 ? .passing : .lasting
    }

    /// What several are kept by together: the one that came from outside, if one did.
    init(of all: [Hindrance]) {
        self = [.interruption, .deadline, .passing].first(where: all.contains) ?? .lasting
    }
}
