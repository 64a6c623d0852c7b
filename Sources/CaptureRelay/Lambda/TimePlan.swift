/// How the time of an invocation is divided, so that there is time to deliver what was taken, to keep what came of it
/// and to answer.
struct TimePlan: Equatable, Sendable {
    /// When the last line is taken.
    let readsUntil: ContinuousClock.Instant
    /// When the last request to the monitor ends.
    let deliversUntil: ContinuousClock.Instant
    /// When progress, quarantine and the message for the rest are kept.
    let keepsUntil: ContinuousClock.Instant
    /// When all must be over.
    let endsAt: ContinuousClock.Instant

    /// The plan for an invocation that ends at a deadline, with a margin before it.
    init(deadline: ContinuousClock.Instant, margin: Duration) {
        endsAt = deadline
        readsUntil = deadline - margin
        deliversUntil = deadline - margin * 0.4
        keepsUntil = deadline - margin * 0.1
    }
}
