/// What a request inherits from the work that it is made for.
package struct RequestContext: Sendable {
    /// When all must be over.
    package var deadline: ContinuousClock.Instant?
    /// The trace that AWS X-Ray follows.
    package var traceID: String?
    /// Whether it is done even when the process was asked to stop: what must still be written then.
    package var outlastsInterruption: Bool

    /// A context.
    package init(
        deadline: ContinuousClock.Instant? = nil, traceID: String? = nil, outlastsInterruption: Bool = false
    ) {
        self.deadline = deadline
        self.traceID = traceID
        self.outlastsInterruption = outlastsInterruption
    }
}
