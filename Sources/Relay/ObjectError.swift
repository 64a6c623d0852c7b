/// Why the work on an object ended early, besides its bytes.
enum ObjectError: Error, CustomStringConvertible {
    case sink(SinkError)
    case quarantine(QuarantineError)

    /// A monitor that does not take a batch may take it later.
    var isTemporary: Bool {
        switch self {
        case .sink: true
        case .quarantine: false
        }
    }

    var description: String {
        switch self {
        case .sink(let error): error.description
        case .quarantine(let error): error.description
        }
    }
}
