import Lambda
import Relay

/// The kinds of failure that a caller can tell apart.
///
/// `Retry` and `Catch` of a state machine match on these names, so they do not change.
enum FailureKind: String {
    /// The event is none that is accepted, and will be none the next time.
    case eventUnreadable = "Function.EventUnreadable"
    /// Something was not delivered; the message says what and why.
    case notDelivered = "Function.NotDelivered"
    /// Time alone was short: everything else was delivered.
    case outOfTime = "Function.OutOfTime"
    /// The process was told to end in the middle; everything before was delivered.
    case interrupted = "Function.Interrupted"

    /// The most characters of a message; logs and records of failures have no room for more.
    static let longestMessage = 1000

    /// What kept everything from being delivered, where that is one thing.
    init(of report: Report) {
        let interrupted = report.stops[.interrupted, default: 0]
        let outOfTime = report.stops[.outOfTime, default: 0]
        if interrupted + outOfTime < report.failed {
            self = .notDelivered
        } else {
            self = interrupted > 0 ? .interrupted : .outOfTime
        }
    }

    /// The failure as Lambda takes it.
    func answer(_ message: String) -> InvocationAnswer {
        .failure(FunctionError(type: rawValue, message: message.shortened(to: Self.longestMessage)))
    }
}

extension Report {
    /// What was not delivered, beginning with what failed first, for an error message.
    var failures: String {
        var text = "\(failed) of \(objects) not delivered"
        var told = 0
        for failure in details where failure.isFailure {
            // What to do stands at the end of a sentence, behind the words of AWS or of the monitor: one is told whole.
            let sentence = failure.sentence.shortened(to: told == 0 ? FailureKind.longestMessage - 150 : 300)
            guard text.unicodeScalars.count + sentence.unicodeScalars.count < FailureKind.longestMessage - 20 else {
                break
            }
            text += (told == 0 ? ": " : "; ") + sentence
            told += 1
        }
        return failed > told ? text + "; and \(failed - told) more" : text
    }
}

extension String {
    /// The text, or its beginning where it is longer.
    func shortened(to limit: Int) -> String {
        unicodeScalars.count > limit ? String(unicodeScalars.prefix(limit - 1)) + "…" : self
    }
}
