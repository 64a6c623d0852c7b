/// What a request inherits from the work that it is made for.
package struct RequestContext: Sendable {
    /// When all must be over.
    package var deadline: ContinuousClock.Instant?
    /// The trace that AWS X-Ray follows.
    package var traceID: String?

    /// A context.
    package init(deadline: ContinuousClock.Instant? = nil, traceID: String? = nil) {
        self.deadline = deadline
        self.traceID = traceID
    }
}
