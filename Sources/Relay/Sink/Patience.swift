import AWS
import HTTP

/// How long rows are tried again.
struct Patience {
    enum Next {
        case wait(Duration)
        case giveUp(BatchOutcome.Stop)
    }

    let budget: Duration
    let deadline: ContinuousClock.Instant?
    private(set) var failures = 0
    private var began: ContinuousClock.Instant?

    init(budget: Duration, deadline: ContinuousClock.Instant?) {
        self.budget = budget
        self.deadline = deadline
    }

    /// What comes after a failed attempt: a wait as long as the monitor asked at least, or the end.
    mutating func next(
        after pause: Duration?, _ reason: String, now: ContinuousClock.Instant, backoff: Backoff
    ) -> Next {
        failures += 1
        let began = self.began ?? now
        self.began = began
        let left = budget - began.duration(to: now)
        // What is left of the budget is used up: a long wait by chance is no reason to give up early.
        let wait = max(min(backoff.wait(after: failures), left), pause ?? .zero)
        if let deadline, now + wait >= deadline {
            return .giveUp(.init(reason: "no time was left to try again: \(reason)", hindrance: .deadline))
        }
        guard left > .zero, wait <= left else {
            let attempts = failures == 1 ? "1 attempt" : "\(failures) attempts"
            let asked =
                pause.map { $0 > budget ? ", and \($0.milliseconds / 1000) s of patience are asked for" : "" } ?? ""
            let words = "given up after \(attempts), since RELAY_RETRY_SECONDS allows no more\(asked): \(reason)"
            return .giveUp(.init(reason: words, hindrance: .passing))
        }
        return .wait(wait)
    }
}
