import AWS

/// Why there is no token, and what to do with what it was wanted for.
package struct OpenScaleTokenError: Error, Equatable, CustomStringConvertible {
    /// Either to try again or to stop, with a sentence that tells no secret.
    package let verdict: Verdict

    init(_ verdict: Verdict) {
        self.verdict = verdict
    }

    /// The sentence.
    package var description: String {
        switch verdict {
        case .retry(let reason, _), .split(let reason), .doubt(let reason), .stop(let reason, _),
            .pending(_, let reason, _):
            reason
        case .accepted, .mixed: "there is no token"
        }
    }

    /// Whether it says nothing but that the time of whoever asked was over.
    var concernsOneOnly: Bool {
        switch verdict {
        case .stop(_, .deadline), .stop(_, .interruption): true
        default: false
        }
    }
}
