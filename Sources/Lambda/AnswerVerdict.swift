/// What the Runtime API says to an answer; after each of these there may be a next invocation.
package enum AnswerVerdict: Equatable, Sendable {
    /// The answer was taken.
    case accepted
    /// The invocation had run out of time before the answer came.
    case tooLate
    /// The answer is longer than Lambda carries, and Lambda has made an error of it.
    case tooLong
    /// There is an answer to this invocation already, such as one whose acknowledgement was lost.
    case repeated
    /// Lambda knows no such invocation, or cannot read the answer.
    case unknown

    /// The verdict that a status means; nothing for a status that calls for another attempt.
    init?(status: Int) {
        switch status {
        case 200..<300: self = .accepted
        case 410: self = .tooLate
        case 413: self = .tooLong
        case 403: self = .repeated
        case 400: self = .unknown
        default: return nil
        }
    }

    /// Whether the answer came to nothing because Lambda expected none such; it happens once by chance, not in a row.
    var isRefusal: Bool { self == .repeated || self == .unknown }

    /// A sentence for the log, unless all went well.
    package var warning: String? {
        switch self {
        case .accepted: nil
        case .tooLate:
            "Lambda did not take the answer (410): this attempt ran out of time; give the function a longer timeout"
        case .tooLong: "Lambda did not take the answer (413): it is too long, and the caller gets an error in its place"
        case .repeated: "Lambda did not take the answer (403): there is one to this invocation already"
        case .unknown: "Lambda did not take the answer (400): it knows no such invocation"
        }
    }
}
